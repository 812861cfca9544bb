import { QRCode } from 'antd';

/** A secret as a picture for the telephone's camera. */
export function TotpCode({ uri, label }: { uri: string; label: string }) {
  return <QRCode type="svg" value={uri} size={184} color="#000" bgColor="#fff" aria-label={label} />;
}
