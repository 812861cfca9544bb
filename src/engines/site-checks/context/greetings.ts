/**
 * Everything that is ever said to a service: one benign greeting each, of services that answer it without any sign-in.
 * None carries a name, a password, a community string or an exploit; a check can send nothing that does not stand here.
 */
export const greetings = {
  /** Says nothing: many services speak first. */
  listen: '',
  /** Redis protocol specification: answered without a sign-in only where none is asked for. */
  'redis.ping': 'PING\r\n',
  /** memcached doc/protocol.txt. */
  'memcached.version': 'version\r\n',
  /** ZooKeeper administrator's guide, four letter words. */
  'zookeeper.srvr': 'srvr\n',
} as const satisfies Record<string, string>;
export type GreetingId = keyof typeof greetings;
/** One character a byte. */
export const bytesOf = (id: GreetingId): Buffer => Buffer.from(greetings[id], 'latin1');
