import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { AppError } from '../errors.ts';

/** Looks at bytes on disk. Throws file.infected; `unchecked` where the scanner is away and the house takes files all the same. */
export type Scanner = (path: string) => Promise<'clean' | 'unchecked'>;

/** `host:port`, or the path of a socket. */
const open = (address: string): Socket => {
  const at = address.lastIndexOf(':');
  const socket = address.startsWith('/') ? connect(address) : connect(Number(address.slice(at + 1)), address.slice(0, at).replace(/^\[|\]$/g, ''));
  return socket.setTimeout(60_000, () => socket.destroy(new Error('clamd does not answer')));
};

/** clamd's INSTREAM (clamd(8)): chunks with their length in front, ended by an empty one. Returns the signature's name, or null. Throws where the scanner is away or refuses. */
export async function askClamd(address: string, path: string): Promise<string | null> {
  const socket = open(address);
  const reply = text(socket);
  reply.catch(() => undefined);
  const put = (bytes: Buffer) => new Promise<void>((ok, bad) => { socket.write(bytes, (e) => (e ? bad(e) : ok())); });
  try {
    await put(Buffer.from('zINSTREAM\0'));
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 16 })) {
      const length = Buffer.alloc(4);
      length.writeUInt32BE((chunk as Buffer).length);
      await put(Buffer.concat([length, chunk as Buffer]));
    }
    await put(Buffer.alloc(4));
    const said = (await reply).replace(/\0+$/, '').trim();
    const found = /^stream: (.+) FOUND$/.exec(said)?.[1];
    if (found) return found;
    if (said === 'stream: OK') return null;
    throw new Error(`clamd: ${said || 'no answer'}`);
  } finally {
    socket.destroy();
  }
}
/** Version and age of the signatures; throws where the scanner is away. */
export async function clamdVersion(address: string): Promise<string> {
  const socket = open(address).setTimeout(5000);
  socket.write('zVERSION\0');
  return (await text(socket)).replace(/\0+$/, '').trim();
}

export const clamdScanner = (address: string, whenAway: () => Promise<'refuse' | 'accept'>, warn: (error: unknown) => void): Scanner => async (path) => {
  let signature: string | null;
  try {
    signature = await askClamd(address, path);
  } catch (error) {
    warn(error);
    if (await whenAway() === 'accept') return 'unchecked';
    throw new AppError('unavailable', 'file.not_scanned');
  }
  if (signature) throw new AppError('invalid', 'file.infected', { signature });
  return 'clean';
};
