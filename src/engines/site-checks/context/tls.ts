import type { PeerCertificate, TLSSocket } from 'node:tls';
import { X509Certificate } from 'node:crypto';

export interface Certificate { subject: string; issuer: string; names: readonly string[]; valid_from: string; valid_to: string; serial: string; key: 'rsa' | 'ec' | 'other'; key_bits: number; signature: string; sha256: string; self_signed: boolean; der: Uint8Array }
export interface TlsSession {
  protocol: string;
  cipher: string;
  /** Leaf first, as the server sent it. */
  chain: readonly Certificate[];
  /** Node's reason where the chain leads to no root it knows, such as `CERT_HAS_EXPIRED`; undefined where all is well. */
  distrust: string | undefined;
  alpn: string | undefined;
}
export function sessionOf(socket: TLSSocket): TlsSession {
  const chain: Certificate[] = [];
  const seen = new Set<string>();
  for (let peer: PeerCertificate & { issuerCertificate?: PeerCertificate } | undefined = socket.getPeerCertificate(true); peer?.raw && !seen.has(peer.fingerprint256) && chain.length < 10; peer = peer.issuerCertificate) {
    seen.add(peer.fingerprint256);
    chain.push(certificateOf(peer.raw));
  }
  return { protocol: socket.getProtocol() ?? '', cipher: socket.getCipher()?.standardName ?? socket.getCipher()?.name ?? '', chain, distrust: socket.authorized ? undefined : String((socket.authorizationError as Error & { code?: string } | null)?.code ?? socket.authorizationError ?? 'UNKNOWN'), alpn: socket.alpnProtocol || undefined };
}
export function certificateOf(der: Uint8Array): Certificate {
  const c = new X509Certificate(der);
  const key = keyOf(c);
  return {
    subject: c.subject ?? '', issuer: c.issuer ?? '', names: (c.subjectAltName ?? '').split(/,\s*/).filter(Boolean).map((n) => n.replace(/^(DNS|IP Address):/, '')),
    valid_from: new Date(c.validFrom).toISOString(), valid_to: new Date(c.validTo).toISOString(), serial: c.serialNumber, ...key,
    signature: c.signatureAlgorithm ?? '', sha256: c.fingerprint256.replaceAll(':', '').toLowerCase(), self_signed: selfSigned(c), der: Uint8Array.from(der),
  };
}
const curves: Record<string, number> = { prime256v1: 256, secp384r1: 384, secp521r1: 521, secp224r1: 224, SM2: 256 };
/** A key that OpenSSL here does not know, as SM2 in some builds, is `other` and of unknown size, never weak. */
function keyOf(c: X509Certificate): Pick<Certificate, 'key' | 'key_bits'> {
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: d } = c.publicKey;
    return { key: type === 'rsa' || type === 'rsa-pss' ? 'rsa' : type === 'ec' ? 'ec' : 'other', key_bits: d?.modulusLength ?? curves[d?.namedCurve ?? ''] ?? 0 };
  } catch { return { key: 'other', key_bits: 0 }; }
}
function selfSigned(c: X509Certificate): boolean {
  try { return c.checkIssued(c) && c.verify(c.publicKey); } catch { return c.subject === c.issuer; }
}
