import type { GreetingId } from '../context/greetings.ts';

export interface Seen { service: string; product?: string; version?: string; facts?: Record<string, string | number | boolean> }
/** One way to know a service: what is said (or nothing), and how its answer looks. `text` is the answer, one character a byte. */
export interface Row { greeting: GreetingId; read(text: string, bytes: Uint8Array): Seen | undefined }

const u8 = (b: Uint8Array, i: number): number => b[i] ?? -1;
const match = (pattern: RegExp, service: string, product = '') => (text: string): Seen | undefined => {
  const m = pattern.exec(text);
  return m ? { service, product: m.groups?.['product'] ?? product, version: m.groups?.['version'] ?? '' } : undefined;
};
const first = (...readers: readonly ((text: string, bytes: Uint8Array) => Seen | undefined)[]) => (text: string, bytes: Uint8Array): Seen | undefined => { for (const r of readers) { const s = r(text, bytes); if (s) return s; } return undefined; };

/** Services that speak first. */
const banners = first(
  match(/^SSH-(?<version>[\d.]+)-(?<product>[\x21-\x7e]{1,80})/, 'ssh'),
  match(/^RFB (?<version>\d{3}\.\d{3})\n/, 'vnc'),
  match(/^@RSYNCD: (?<version>[\d.]+)/, 'rsync', 'rsync'),
  match(/^220[- ][^\r\n]*(?<product>vsFTPd|ProFTPD|Pure-FTPd|FileZilla Server|Microsoft FTP|Serv-U FTP|WU-FTPD|pyftpdlib)[^\d\r\n]*(?<version>[\d.]*)/i, 'ftp'),
  match(/^220[- ][^\r\n]*\bFTP\b/i, 'ftp'),
  match(/^220[- ][^\r\n]*\bL?MTP\b[^\r\n]*?(?<product>Postfix|Exim|Sendmail|Dovecot|Coremail|OpenSMTPD|Exchange)?[ /]?(?<version>\d[\d.]*)?/, 'smtp'),
  match(/^220[- ][^\r\n]*(?<product>Postfix|Exim|Sendmail|ESMTP|OpenSMTPD)[ /]?(?<version>\d[\d.]*)?/, 'smtp'),
  match(/^220[- ][^\r\n]*dictd (?<version>[\d.]+)/, 'dict', 'dictd'),
  match(/^\+OK[^\r\n]*?(?<product>Dovecot|Courier|Coremail|Cyrus|qpopper)?/, 'pop3'),
  match(/^\* (OK|PREAUTH|BYE)[^\r\n]*?(?<product>Dovecot|Courier|Cyrus|Coremail|Exchange)?/, 'imap'),
  match(/^"IMPLEMENTATION" "(?<product>[^"]{1,60})"/, 'sieve'),
  match(/^20[01] [^\r\n]*(NNTP|InterNetNews|news)/i, 'nntp'),
  match(/^OK MPD (?<version>[\d.]+)/, 'mpd', 'Music Player Daemon'),
  match(/^\( success \( /, 'svn', 'Subversion'),
  match(/^INFO \{[^}]*"version":"(?<version>[\d.]+)/, 'nats', 'NATS'),
  match(/^Asterisk Call Manager\/(?<version>[\d.]+)/, 'asterisk', 'Asterisk'),
  match(/^>INFO:OpenVPN Management Interface Version (?<version>\d+)/, 'openvpn-management', 'OpenVPN'),
  match(/^:[^\s]+ (NOTICE|020|451|421) /, 'irc'),
  match(/^(107|200) \d+ +\n(?:.*\n)*?.*Varnish Cache CLI (?<version>[\d.]*)/, 'varnish', 'Varnish'),
  match(/^HTTP\/1\.[01] \d{3}/, 'http'),
  match(/^R\0\0\0|^E\0\0\0/, 'postgresql'),
  (text, b) => {
    // MySQL protocol: three bytes of length, sequence 0, then 10 and a version that ends with NUL, or an error packet
    const length = u8(b, 0) | (u8(b, 1) << 8) | (u8(b, 2) << 16);
    if (b.length < 7 || u8(b, 3) !== 0 || length + 4 > b.length + 2 || length < 3) return undefined;
    if (u8(b, 4) === 10) { const version = /^[\x21-\x7e]{1,80}/.exec(text.slice(5))?.[0] ?? ''; return /\d/.test(version) ? { service: 'mysql', product: /mariadb/i.test(version) ? 'MariaDB' : 'MySQL', version: version.replace(/^5\.5\.5-/, '') } : undefined; }
    return u8(b, 4) === 0xff && /Host|blocked|Too many connections|allowed/.test(text) ? { service: 'mysql', product: /MariaDB/i.test(text) ? 'MariaDB' : 'MySQL' } : undefined;
  },
  (_, b) => (u8(b, 0) === 0xff && u8(b, 1) >= 0xfb && u8(b, 1) <= 0xfe ? { service: 'telnet' } : undefined),
  match(/^[\r\n\x20-\x7e]*(login|Username|User Name|Password|用户名)\s*: ?$/i, 'telnet'),
  match(/^dubbo>/, 'dubbo', 'Dubbo'),
);

/** What a web server's answer tells of the product behind it. Looked at in this order. */
const webProducts: readonly (readonly [RegExp, string, string])[] = [
  [/"tagline"\s*:\s*"You Know, for Search"/, 'elasticsearch', 'Elasticsearch'], [/"tagline"\s*:\s*"The OpenSearch Project/, 'elasticsearch', 'OpenSearch'], [/security_exception[\s\S]{0,300}missing authentication credentials/, 'elasticsearch', 'Elasticsearch'],
  [/"couchdb"\s*:\s*"Welcome"/, 'couchdb', 'CouchDB'], [/^Server: Docker\//im, 'docker', 'Docker'], [/"ApiVersion"\s*:[\s\S]*"MinAPIVersion"/, 'docker', 'Docker'], [/"etcdserver"\s*:/, 'etcd', 'etcd'],
  [/^X-Influxdb-Version:/im, 'influxdb', 'InfluxDB'], [/^X-ClickHouse-/im, 'clickhouse', 'ClickHouse'], [/"gitVersion"\s*:\s*"v/, 'kubernetes', 'Kubernetes'], [/^Server: MinIO/im, 'minio', 'MinIO'],
  [/^Server: CUPS|^Server: .*IPP\//im, 'ipp', 'CUPS'], [/^(Server: squid|X-Squid-Error|Via: [^\r\n]*\(squid)/im, 'http-proxy', 'Squid'], [/^X-Jenkins:/im, 'http', 'Jenkins'],
];
function http(text: string): Seen | undefined {
  if (!/^HTTP\/\d(\.\d)? \d{3}/.test(text)) return /^RTSP\/1\.0 /.test(text) ? { service: 'rtsp' } : undefined;
  const server = /^Server: ?([^\r\n]{1,120})/im.exec(text)?.[1] ?? '';
  const [product = '', version = ''] = server.split(' ')[0]!.split('/');
  const status = Number(/^HTTP\/\S+ (\d{3})/.exec(text)![1]);
  for (const [pattern, service, name] of webProducts) if (pattern.test(text)) return { service, product: name, version: /"number"\s*:\s*"([\d.]+)"|"version"\s*:\s*"([\d.]+)"|"[vV]ersion"\s*:\s*"([\d.]+)"/.exec(text)?.slice(1).find(Boolean) ?? (product.toLowerCase() === name.toLowerCase() ? version : ''), facts: { status, open: status === 200 } };
  return { service: 'http', product, version: /^[\w.-]*\d[\w.-]*$/.test(version) ? version : '', facts: { status } };
}

/** By greeting. Several rows may read the answer of one greeting. */
export const rows: readonly Row[] = [
  { greeting: 'listen', read: banners },
  { greeting: 'http.get', read: first(http, banners) },
  { greeting: 'http.version', read: http },
  { greeting: 'redis.ping', read: first((t) => (/^\+PONG\r\n/.test(t) ? { service: 'redis', product: 'Redis', facts: { authentication: 'none' } } : undefined), (t) => (/^-(NOAUTH|DENIED|ERR|WRONGPASS|LOADING|MASTERDOWN)/.test(t) ? { service: 'redis', product: 'Redis', facts: { authentication: /^-NOAUTH/.test(t) ? 'required' : 'refused' } } : undefined), match(/^SSH-/, 'ssh'), http) },
  { greeting: 'memcached.version', read: match(/^VERSION (?<version>[\w.-]+)\r\n/, 'memcached', 'memcached') },
  { greeting: 'zookeeper.srvr', read: first(match(/^Zookeeper version: (?<version>[\d.]+)/, 'zookeeper', 'ZooKeeper'), match(/srvr is not executed because it is not in the whitelist/, 'zookeeper', 'ZooKeeper')) },
  { greeting: 'beanstalkd.stats', read: match(/^USING default\r\n/, 'beanstalkd', 'beanstalkd') },
  { greeting: 'gearman.version', read: match(/^OK (?<version>\d+\.\d+[\d.]*)\r?\n/, 'gearman', 'Gearman') },
  { greeting: 'clamd.ping', read: match(/^PONG\n?$/, 'clamd', 'ClamAV') },
  { greeting: 'spamd.ping', read: match(/^SPAMD\/(?<version>[\d.]+)/, 'spamd', 'SpamAssassin') },
  { greeting: 'mongodb.hello', read: (t, b) => (b.length >= 21 && (u8(b, 12) | (u8(b, 13) << 8)) === 2013 && /isWritablePrimary|maxWireVersion|ismaster/.test(t) ? { service: 'mongodb', product: 'MongoDB' } : undefined) },
  { greeting: 'postgres.ssl', read: (t, b) => (b.length === 1 && (t === 'S' || t === 'N') ? { service: 'postgresql', product: 'PostgreSQL', facts: { tls: t === 'S' } } : /^E\0\0\0/.test(t) ? { service: 'postgresql', product: 'PostgreSQL' } : undefined) },
  { greeting: 'mssql.prelogin', read: (_, b) => (u8(b, 0) === 4 && u8(b, 1) === 1 && b.length > 20 && u8(b, 8) === 0 ? { service: 'mssql', product: 'SQL Server', version: `${u8(b, 8 + u8(b, 10))}.${u8(b, 9 + u8(b, 10))}` } : undefined) },
  { greeting: 'oracle.version', read: (t, b) => ([2, 4, 5, 11].includes(u8(b, 4)) && (u8(b, 0) << 8 | u8(b, 1)) >= 8 && (u8(b, 0) << 8 | u8(b, 1)) <= b.length + 1 && /DESCRIPTION|VSNNUM|TNS|ERR=/.test(t) ? { service: 'oracle', product: 'Oracle TNS' } : undefined) },
  { greeting: 'rdp.request', read: (_, b) => (u8(b, 0) === 3 && u8(b, 1) === 0 && u8(b, 5) === 0xd0 ? { service: 'rdp', facts: rdpFacts(b) } : undefined) },
  { greeting: 'smb.negotiate', read: (t, b) => (u8(b, 0) === 0 && /^[\xff\xfe]SMB/.test(t.slice(4, 8)) ? { service: 'smb', product: /Samba/i.test(t) ? 'Samba' : '' } : undefined) },
  { greeting: 'ldap.root', read: (t, b) => (u8(b, 0) === 0x30 && /supportedLDAPVersion|objectClass/.test(t) ? { service: 'ldap', facts: { anonymous: true } } : u8(b, 0) === 0x30 && b.length >= 10 && u8(b, 2) === 2 && u8(b, 3) === 1 && u8(b, 4) === 1 && [0x64, 0x65, 0x78].includes(u8(b, 5)) ? { service: 'ldap', facts: { anonymous: false } } : undefined) },
  { greeting: 'amqp.header', read: (t, b) => (u8(b, 0) === 1 && u8(b, 7) === 0 && u8(b, 8) === 10 ? { service: 'amqp', product: /RabbitMQ/.test(t) ? 'RabbitMQ' : '', version: /version[\s\S]{5}([\d.]{3,12})/.exec(t)?.[1] ?? '' } : /^AMQP/.test(t) && b.length === 8 ? { service: 'amqp' } : undefined) },
  { greeting: 'mqtt.connect', read: (_, b) => (u8(b, 0) === 0x20 && u8(b, 1) === 2 && b.length === 4 && u8(b, 3) <= 5 ? { service: 'mqtt', facts: { authentication: u8(b, 3) === 0 ? 'none' : 'required' } } : undefined) },
  { greeting: 'kafka.versions', read: (_, b) => (b.length >= 10 && u8(b, 4) === 0 && u8(b, 7) === 1 && u8(b, 8) === 0 && u8(b, 9) === 0 && (u8(b, 0) << 24 | u8(b, 1) << 16 | u8(b, 2) << 8 | u8(b, 3)) === b.length - 4 ? { service: 'kafka', product: 'Kafka' } : undefined) },
  { greeting: 'cassandra.options', read: (t, b) => (u8(b, 0) >= 0x81 && u8(b, 0) <= 0x86 && u8(b, 4) === 6 && /CQL_VERSION/.test(t) ? { service: 'cassandra', product: 'Cassandra' } : undefined) },
  { greeting: 'bolt.handshake', read: (_, b) => (b.length === 4 && u8(b, 0) === 0 && u8(b, 3) <= 5 ? { service: 'neo4j', product: 'Neo4j' } : undefined) },
  { greeting: 'ajp.cping', read: (t) => (t.startsWith('AB\0\x01\x09') ? { service: 'ajp' } : undefined) },
  { greeting: 'jdwp.handshake', read: (t) => (t.startsWith('JDWP-Handshake') ? { service: 'jdwp' } : undefined) },
  { greeting: 'rmi.header', read: (_, b) => (u8(b, 0) === 0x4e && b.length >= 7 && u8(b, 1) === 0 && u8(b, 2) < 80 ? { service: 'rmi' } : undefined) },
  { greeting: 'epmd.names', read: (_, b) => (b.length >= 4 && u8(b, 0) === 0 && u8(b, 1) === 0 && u8(b, 2) === 0x11 && u8(b, 3) === 0x11 ? { service: 'epmd', product: 'Erlang' } : undefined) },
  { greeting: 'x11.setup', read: (_, b) => (b.length >= 8 && u8(b, 0) <= 2 && u8(b, 2) === 11 && u8(b, 3) === 0 ? { service: 'x11', facts: { authentication: u8(b, 0) === 1 ? 'none' : 'required' } } : undefined) },
  { greeting: 'rtsp.options', read: match(/^RTSP\/1\.0 \d{3}[\s\S]*?(?:Server: (?<product>[^\r\n/]{1,60}))?/, 'rtsp') },
  { greeting: 'sip.options', read: match(/^SIP\/2\.0 \d{3}/, 'sip') },
  { greeting: 'rpc.null', read: (_, b) => (b.length >= 28 && u8(b, 0) & 0x80 && u8(b, 7) === 1 && u8(b, 11) === 1 ? { service: 'rpcbind' } : undefined) },
  { greeting: 'dns.root', read: (_, b) => (b.length > 14 && u8(b, 2) === 0 && u8(b, 3) === 1 && (u8(b, 4) & 0x80) !== 0 ? { service: 'dns' } : undefined) },
  { greeting: 'line.empty', read: first(match(/dubbo>/, 'dubbo', 'Dubbo'), banners) },
  { greeting: 'line.help', read: banners },
  { greeting: 'socks.methods', read: (_, b) => (b.length === 2 && u8(b, 0) === 5 && (u8(b, 1) === 0 || u8(b, 1) === 2 || u8(b, 1) === 0xff) ? { service: 'socks', facts: { authentication: u8(b, 1) === 0 ? 'none' : 'required' } } : undefined) },
];
/** [MS-RDPBCGR] 2.2.1.2.1: the protocol that the server chose, or why it refused. */
function rdpFacts(b: Uint8Array): Record<string, string | number | boolean> {
  if (b.length < 19) return { protocol: 'rdp', nla: false };
  const type = u8(b, 11);
  const value = u8(b, 15) | (u8(b, 16) << 8);
  if (type === 2) return { protocol: value === 0 ? 'rdp' : value === 1 ? 'tls' : 'nla', nla: value >= 2 };
  return { protocol: 'refused', nla: value === 5 };
}

/** The greeting that a port's usual service answers, so that it is tried first. Names and numbers of IANA and of the products' own documents. */
export const usual: Readonly<Record<number, readonly GreetingId[]>> = {
  53: ['dns.root'], 80: ['http.get'], 88: [], 111: ['rpc.null'], 135: [], 139: ['smb.negotiate'], 389: ['ldap.root'], 443: [], 445: ['smb.negotiate'], 554: ['rtsp.options'], 631: ['http.get'], 783: ['spamd.ping'], 1080: ['socks.methods'], 1099: ['rmi.header'], 1433: ['mssql.prelogin'], 1521: ['oracle.version'], 1883: ['mqtt.connect'], 2181: ['zookeeper.srvr'],
  2375: ['http.version'], 2379: ['http.version'], 3128: ['http.get'], 3268: ['ldap.root'], 3310: ['clamd.ping'], 3389: ['rdp.request'], 4369: ['epmd.names'], 4730: ['gearman.version'], 5005: ['jdwp.handshake'], 5060: ['sip.options'], 5432: ['postgres.ssl'], 5672: ['amqp.header'], 5984: ['http.get'], 6000: ['x11.setup'], 6001: ['x11.setup'], 6379: ['redis.ping'], 6443: [], 6667: ['line.help'],
  7687: ['bolt.handshake'], 8000: ['jdwp.handshake', 'http.get'], 8009: ['ajp.cping'], 8080: ['http.get'], 8086: ['http.get'], 8123: ['http.get'], 8554: ['rtsp.options'], 9042: ['cassandra.options'], 9092: ['kafka.versions'], 9200: ['http.get'], 10250: [], 11211: ['memcached.version'], 11300: ['beanstalkd.stats'], 20880: ['line.empty'], 27017: ['mongodb.hello'],
};
/** For a port that says nothing and is nobody's: what is most often met first. One connection each. */
export const common: readonly GreetingId[] = ['http.get', 'redis.ping', 'postgres.ssl', 'rdp.request', 'mongodb.hello', 'memcached.version', 'smb.negotiate', 'mssql.prelogin', 'ldap.root', 'amqp.header', 'mqtt.connect', 'zookeeper.srvr', 'oracle.version', 'kafka.versions', 'dns.root', 'rpc.null', 'ajp.cping', 'jdwp.handshake', 'rmi.header', 'cassandra.options', 'socks.methods', 'rtsp.options', 'sip.options', 'epmd.names', 'clamd.ping', 'spamd.ping', 'beanstalkd.stats', 'gearman.version', 'x11.setup', 'bolt.handshake', 'line.empty', 'line.help'];
