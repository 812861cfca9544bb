/**
 * Everything that is ever said to a service: one benign greeting each, of services that answer it without any sign-in.
 * None carries a name, a password, a community string or an exploit; a check can send nothing that does not stand here.
 * One character a byte. Sources: the protocols' own documents, named in each line.
 */
export const greetings = {
  /** Says nothing: many services speak first. */
  listen: '',
  /** RFC 9112, the least a request may be. */
  'http.get': 'GET / HTTP/1.0\r\n\r\n',
  /** Docker Engine API, etcd API, kubelet: what they are, asked by their own documents. */
  'http.version': 'GET /version HTTP/1.0\r\nAccept: application/json\r\n\r\n',
  /** Redis protocol specification. */
  'redis.ping': 'PING\r\n',
  /** memcached doc/protocol.txt. */
  'memcached.version': 'version\r\n',
  /** ZooKeeper administrator's guide, four letter words. */
  'zookeeper.srvr': 'srvr\n',
  /** beanstalkd doc/protocol.txt. */
  'beanstalkd.stats': 'list-tube-used\r\n',
  /** gearman protocol, administrative text command. */
  'gearman.version': 'version\n',
  /** clamd(8). */
  'clamd.ping': 'PING\n',
  /** SPAMD protocol. */
  'spamd.ping': 'PING SPAMC/1.2\r\n\r\n',
  /** MongoDB wire protocol, OP_MSG {hello: 1, $db: "admin"}. */
  'mongodb.hello': msg('\x10hello\0\x01\0\0\0\x02$db\0\x06\0\0\0admin\0'),
  /** PostgreSQL protocol 55.2.10: SSLRequest; the answer is one letter. */
  'postgres.ssl': '\0\0\0\x08\x04\xd2\x16\x2f',
  /** [MS-TDS] 2.2.6.5 PRELOGIN. */
  'mssql.prelogin': '\x12\x01\0\x2f\0\0\x01\0\0\0\x1a\0\x06\x01\0\x20\0\x01\x02\0\x21\0\x01\x03\0\x22\0\x04\x04\0\x26\0\x01\xff\x10\0\0\0\0\0\0\0\0\0\0\0\0',
  /** Oracle Net, CONNECT with COMMAND=VERSION; the listener refuses or answers, either tells. */
  'oracle.version': tns('(CONNECT_DATA=(COMMAND=version))'),
  /** [MS-RDPBCGR] 2.2.1.1: X.224 connection request that offers TLS and CredSSP. */
  'rdp.request': '\x03\0\0\x13\x0e\xe0\0\0\0\0\0\x01\0\x08\0\x03\0\0\0',
  /** [MS-SMB] 2.2.4.52: SMB1 NEGOTIATE that knows only NT LM 0.12: who takes it speaks SMB1. */
  'smb.one': smb1(['NT LM 0.12']),
  /** [MS-SMB2] 3.2.4.2.2.1: multi-protocol negotiate. */
  'smb.negotiate': smb1(['NT LM 0.12', 'SMB 2.002', 'SMB 2.???']),
  /** RFC 4512 5.1: rootDSE, base scope, attribute supportedLDAPVersion; readable without a bind. */
  'ldap.root': '0;\x02\x01\x01c6\x04\0\x0a\x01\0\x0a\x01\0\x02\x01\x01\x02\x01\x0a\x01\x01\0\x87\x0bobjectClass0\x16\x04\x14supportedLDAPVersion',
  /** AMQP 0-9-1 specification 2.2.4. */
  'amqp.header': 'AMQP\0\0\x09\x01',
  /** MQTT 3.1.1 3.1: CONNECT without user name, password or client id. */
  'mqtt.connect': '\x10\x0c\0\x04MQTT\x04\x02\0\x0a\0\0',
  /** Apache Kafka protocol: ApiVersions v0. */
  'kafka.versions': '\0\0\0\x10\0\x12\0\0\0\0\0\x01\0\x06shoutu',
  /** CQL binary protocol v4 4.1.2 OPTIONS. */
  'cassandra.options': '\x04\0\0\0\x05\0\0\0\0',
  /** Bolt protocol: handshake with four versions. */
  'bolt.handshake': '\x60\x60\xb0\x17\0\0\x04\x05\0\0\0\x04\0\0\0\x03\0\0\0\x01',
  /** AJP13: CPing, prefix code 10. */
  'ajp.cping': '\x12\x34\0\x01\x0a',
  /** JDWP specification: handshake. */
  'jdwp.handshake': 'JDWP-Handshake',
  /** Java RMI wire protocol 10.2: stream protocol header. */
  'rmi.header': 'JRMI\0\x02\x4b',
  /** Erlang distribution protocol: NAMES_REQ. */
  'epmd.names': '\0\x01n',
  /** X Window System protocol 8: connection setup without authorisation data. */
  'x11.setup': 'l\0\x0b\0\0\0\0\0\0\0\0\0',
  /** RFC 2326 10.1. */
  'rtsp.options': 'OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n',
  /** RFC 3261 11. */
  'sip.options': 'OPTIONS sip:nm SIP/2.0\r\nVia: SIP/2.0/TCP nm;branch=z9hG4bK1\r\nFrom: <sip:nm@nm>;tag=1\r\nTo: <sip:nm@nm>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 0\r\nContent-Length: 0\r\n\r\n',
  /** RFC 5531 9: NULL procedure of portmapper version 2. */
  'rpc.null': '\x80\0\0\x28\0\0\0\x01\0\0\0\0\0\0\0\x02\0\x01\x86\xa0\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0',
  /** RFC 1035 over TCP: NS of the root. */
  'dns.root': '\0\x11\0\x01\x01\0\0\x01\0\0\0\0\0\0\0\0\x02\0\x01',
  /** Dubbo telnet commands: an empty line brings the prompt. */
  'line.empty': '\r\n',
  /** NATS, finger, and others that end with a line they do not know. */
  'line.help': 'HELP\r\n',
  /** RFC 1928 3: one method, none. */
  'socks.methods': '\x05\x01\0',
} as const satisfies Record<string, string>;
export type GreetingId = keyof typeof greetings;
export const bytesOf = (id: GreetingId): Buffer => Buffer.from(greetings[id], 'latin1');

function le32(n: number): string { return String.fromCharCode(n & 255, (n >> 8) & 255, (n >> 16) & 255, (n >> 24) & 255); }
function msg(elements: string): string {
  const document = `${le32(elements.length + 5)}${elements}\0`;
  const body = `${le32(0)}\0${document}`;
  return `${le32(16 + body.length)}${le32(1)}${le32(0)}${le32(2013)}${body}`;
}
function tns(data: string): string {
  const length = 58 + data.length;
  return `\0${String.fromCharCode(length)}\0\0\x01\0\0\0\x01\x36\x01\x2c\0\0\x08\0\x7f\xff\x7f\x08\0\0\0\x01\0${String.fromCharCode(data.length)}\0\x3a\0\0\0\0${'\0'.repeat(24)}${data}`;
}
function smb1(dialects: readonly string[]): string {
  const list = dialects.map((d) => `\x02${d}\0`).join('');
  const body = `\xffSMB\x72\0\0\0\0\x18\x01\x28${'\0'.repeat(12)}\0\0\0\0\0\0\0\0\0${String.fromCharCode(list.length & 255, list.length >> 8)}${list}`;
  return `\0\0\0${String.fromCharCode(body.length)}${body}`;
}
