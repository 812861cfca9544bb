/** `node bench/services.ts` (as root, with Debian's packages): real daemons on loopback, every third on a port that is not its own, each recognised without a hint of its name.
 *  Bars: 24 of 25 protocols right, 2 s a port in the median. What is not installed, or does not come up within twenty seconds, is left out and named. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificates } from '../test/sites/certificates.ts';
import { sign } from '../src/engines/site-checks/context/authorisation.ts';
import { isFailure } from '../src/engines/site-checks/context/context.ts';
import { makeReach, systemClock } from '../src/engines/site-checks/context/make-context.ts';
import { recognise } from '../src/engines/site-checks/services/recognise.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);
const root = mkdtempSync(join(tmpdir(), 'shoutu-services-'));
chmodSync(root, 0o755);
const nobody = 65_534;
const find = (program: string): string | undefined => ['/usr/sbin', '/usr/bin', '/usr/lib/postgresql/15/bin'].map((d) => join(d, program)).find((p) => existsSync(p));
interface Daemon { name: string; expected: string; usual: number; program: string; /** Writes what it needs into its folder; returns its arguments. */ args(port: number, dir: string): string[]; user?: number; env?: Record<string, string>; tls?: boolean; extra?: readonly string[] }
const file = (dir: string, name: string, text: string): string => { const path = join(dir, name); writeFileSync(path, text); return path; };
const own = (dir: string): string => { execFileSync('chown', ['-R', String(nobody), dir]); return dir; };
const daemons: readonly Daemon[] = [
  { name: 'Redis', expected: 'redis', usual: 6379, program: 'redis-server', args: (p, d) => ['--port', String(p), '--bind', '127.0.0.1', '--save', '', '--dir', d] },
  { name: 'Redis with a password', expected: 'redis', usual: 6380, program: 'redis-server', args: (p, d) => ['--port', String(p), '--bind', '127.0.0.1', '--save', '', '--dir', d, '--requirepass', 'bench-only'] },
  { name: 'memcached', expected: 'memcached', usual: 11_211, program: 'memcached', args: (p) => ['-l', '127.0.0.1', '-p', String(p), '-u', 'nobody'] },
  { name: 'OpenSSH', expected: 'ssh', usual: 22, program: 'sshd', args: (p, d) => { execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(d, 'key')]); mkdirSync('/run/sshd', { recursive: true }); return ['-D', '-f', '/dev/null', '-h', join(d, 'key'), '-p', String(p), '-o', 'ListenAddress=127.0.0.1', '-o', 'PidFile=none']; } },
  { name: 'Pure-FTPd', expected: 'ftp', usual: 21, program: 'pure-ftpd', args: (p) => ['-S', `127.0.0.1,${p}`] },
  { name: 'MariaDB', expected: 'mysql', usual: 3306, program: 'mariadbd', args: (p, d) => { execFileSync('mariadb-install-db', ['--no-defaults', `--datadir=${join(d, 'data')}`, '--user=nobody', '--auth-root-authentication-method=normal'], { stdio: 'ignore' }); own(d); return ['--no-defaults', `--datadir=${join(d, 'data')}`, `--socket=${join(d, 's')}`, `--pid-file=${join(d, 'pid')}`, '--bind-address=127.0.0.1', `--port=${p}`, '--user=nobody']; } },
  { name: 'PostgreSQL', expected: 'postgresql', usual: 5432, program: 'postgres', user: nobody, args: (p, d) => { own(d); execFileSync(find('initdb')!, ['-D', join(d, 'data'), '-U', 'postgres', '-A', 'trust'], { uid: nobody, stdio: 'ignore' }); return ['-D', join(d, 'data'), '-p', String(p), '-c', 'listen_addresses=127.0.0.1', '-k', d]; } },
  { name: 'nginx', expected: 'http', usual: 80, program: 'nginx', args: (p, d) => ['-c', file(d, 'c', `daemon off; master_process off; pid ${d}/pid; error_log /dev/null; events {} http { access_log off; server { listen 127.0.0.1:${p}; } }`)] },
  { name: 'nginx with TLS', expected: 'http', usual: 443, tls: true, program: 'nginx', args: (p, d) => { file(d, 'cert', certificates.good.cert); file(d, 'key', certificates.good.key); return ['-c', file(d, 'c', `daemon off; master_process off; pid ${d}/pid; error_log /dev/null; events {} http { access_log off; server { listen 127.0.0.1:${p} ssl; ssl_certificate ${d}/cert; ssl_certificate_key ${d}/key; } }`)]; } },
  { name: 'Apache', expected: 'http', usual: 8080, program: 'apache2', args: (p, d) => ['-X', '-f', file(d, 'c', `ServerRoot ${d}\nServerName x\nListen 127.0.0.1:${p}\nPidFile ${d}/pid\nErrorLog /dev/null\nLoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so\nLoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so\nDefaultRuntimeDir ${d}\n`)] },
  { name: 'lighttpd', expected: 'http', usual: 8088, program: 'lighttpd', args: (p, d) => ['-D', '-f', file(d, 'c', `server.document-root = "${d}"\nserver.port = ${p}\nserver.bind = "127.0.0.1"\n`)] },
  { name: 'HAProxy', expected: 'http', usual: 8081, program: 'haproxy', args: (p, d) => ['-db', '-f', file(d, 'c', `defaults\n mode http\n timeout client 5s\n timeout server 5s\n timeout connect 5s\nfrontend x\n bind 127.0.0.1:${p}\n http-request return status 200 content-type text/plain string ok\n`)] },
  { name: 'Dovecot IMAP', expected: 'imap', usual: 143, program: 'dovecot', args: (p, d) => ['-F', '-c', file(d, 'c', `base_dir = ${d}/run\nstate_dir = ${d}/state\nprotocols = imap\nlisten = 127.0.0.1\nssl = no\nlog_path = /dev/null\ndefault_login_user = nobody\ndefault_internal_user = nobody\nservice imap-login {\n inet_listener imap {\n port = ${p}\n }\n inet_listener imaps {\n port = 0\n }\n chroot =\n}\npassdb {\n driver = static\n args = nopassword\n}\nuserdb {\n driver = static\n args = uid=nobody gid=nogroup home=/tmp\n}\n`)] },
  { name: 'Dovecot POP3', expected: 'pop3', usual: 110, program: 'dovecot', args: (p, d) => ['-F', '-c', file(d, 'c', `base_dir = ${d}/run\nstate_dir = ${d}/state\nprotocols = pop3\nlisten = 127.0.0.1\nssl = no\nlog_path = /dev/null\ndefault_login_user = nobody\ndefault_internal_user = nobody\nservice pop3-login {\n inet_listener pop3 {\n port = ${p}\n }\n inet_listener pop3s {\n port = 0\n }\n chroot =\n}\npassdb {\n driver = static\n args = nopassword\n}\nuserdb {\n driver = static\n args = uid=nobody gid=nogroup home=/tmp\n}\n`)] },
  { name: 'OpenLDAP', expected: 'ldap', usual: 389, program: 'slapd', args: (p, d) => { mkdirSync(join(d, 'db')); return ['-d', '0', '-h', `ldap://127.0.0.1:${p}`, '-f', file(d, 'c', `include /etc/ldap/schema/core.schema\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\npidfile ${d}/pid\ndatabase mdb\nsuffix "dc=example"\ndirectory ${d}/db\n`)]; } },
  { name: 'Mosquitto', expected: 'mqtt', usual: 1883, program: 'mosquitto', args: (p, d) => ['-c', file(d, 'c', `listener ${p} 127.0.0.1\nallow_anonymous true\nuser nobody\n`)] },
  { name: 'rsync', expected: 'rsync', usual: 873, program: 'rsync', args: (p, d) => ['--daemon', '--no-detach', `--port=${p}`, '--address=127.0.0.1', `--config=${file(d, 'c', 'use chroot = no\n')}`] },
  { name: 'BIND', expected: 'dns', usual: 53, program: 'named', args: (p, d) => ['-g', '-4', '-p', String(p), '-c', file(d, 'c', `options { directory "${d}"; listen-on port ${p} { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; pid-file "${d}/pid"; session-keyfile "${d}/session"; };\ncontrols { };\n`)] },
  { name: 'Samba', expected: 'smb', usual: 445, program: 'smbd', args: (p, d) => { for (const x of ['private', 'lock', 'cache', 'state', 'pid', 'ncalrpc']) mkdirSync(join(d, x)); return ['-F', '--no-process-group', `--port=${p}`, '-s', file(d, 'c', `[global]\ninterfaces = 127.0.0.1\nbind interfaces only = yes\nprivate dir = ${d}/private\nlock directory = ${d}/lock\ncache directory = ${d}/cache\nstate directory = ${d}/state\npid directory = ${d}/pid\nncalrpc dir = ${d}/ncalrpc\nlog file = ${d}/log\nserver role = standalone\ndisable spoolss = yes\nload printers = no\n`)]; } },
  { name: 'Squid', expected: 'http-proxy', usual: 3128, program: 'squid', args: (p, d) => { own(d); return ['-N', '-f', file(d, 'c', `http_port 127.0.0.1:${p}\nhttp_access deny all\npid_filename ${d}/pid\naccess_log none\ncache_log ${d}/log\ncoredump_dir ${d}\ncache_effective_user nobody\ncache_effective_group nogroup\nnetdb_filename none\npinger_enable off\n`)]; } },
  { name: 'TigerVNC', expected: 'vnc', usual: 5900, program: 'Xtigervnc', args: (p) => [`:${90 + (p % 9)}`, '-rfbport', String(p), '-SecurityTypes', 'None', '-localhost'] },
  { name: 'NATS', expected: 'nats', usual: 4222, program: 'nats-server', args: (p) => ['-a', '127.0.0.1', '-p', String(p)] },
  { name: 'beanstalkd', expected: 'beanstalkd', usual: 11_300, program: 'beanstalkd', args: (p) => ['-l', '127.0.0.1', '-p', String(p)] },
  { name: 'Gearman', expected: 'gearman', usual: 4730, program: 'gearmand', args: (p, d) => ['--listen=127.0.0.1', `--port=${p}`, `--log-file=${d}/log`, '--user=nobody', `--pid-file=${d}/pid`] },
  { name: 'MPD', expected: 'mpd', usual: 6600, program: 'mpd', args: (p, d) => ['--no-daemon', file(d, 'c', `music_directory "${d}"\nbind_to_address "127.0.0.1"\nport "${p}"\naudio_output {\n type "null"\n name "x"\n}\n`)] },
  { name: 'ngIRCd', expected: 'irc', usual: 6667, program: 'ngircd', args: (p, d) => ['-n', '-f', file(d, 'c', `[Global]\nName = irc.example.test\nInfo = x\nListen = 127.0.0.1\nPorts = ${p}\n[Options]\nDNS = no\nIdent = no\nPAM = no\n`)] },
  { name: 'Tinyproxy', expected: 'http', usual: 8888, program: 'tinyproxy', args: (p, d) => ['-d', '-c', file(d, 'c', `Port ${p}\nListen 127.0.0.1\nTimeout 10\nAllow 127.0.0.1\nMaxClients 10\n`)] },
  { name: 'Dante', expected: 'socks', usual: 1080, program: 'danted', args: (p, d) => ['-f', file(d, 'c', `logoutput: ${d}/log\ninternal: 127.0.0.1 port = ${p}\nexternal: lo\nclientmethod: none\nsocksmethod: none\nuser.privileged: root\nuser.unprivileged: nobody\nclient pass { from: 0/0 to: 0/0 }\nsocks pass { from: 0/0 to: 0/0 }\n`), '-p', join(d, 'pid')] },
  { name: 'xrdp', expected: 'rdp', usual: 3389, program: 'xrdp', args: (p, d) => { file(d, 'cert', certificates.good.cert); file(d, 'key', certificates.good.key); return ['-n', '-c', file(d, 'c', `[Globals]\nini_version=1\nport=tcp://127.0.0.1:${p}\nsecurity_layer=negotiate\ncertificate=${d}/cert\nkey_file=${d}/key\nssl_protocols=TLSv1.2, TLSv1.3\nautorun=x\n[Logging]\nLogFile=${d}/log\n[x]\nname=x\nlib=libxup.so\n`)]; } },
  { name: 'telnetd', expected: 'telnet', usual: 23, program: 'inetutils-inetd', args: (p, d) => ['-d', file(d, 'c', `127.0.0.1:${p} stream tcp nowait root /usr/sbin/telnetd telnetd\n`)] },
  { name: 'Varnish', expected: 'http', usual: 6081, program: 'varnishd', args: (p, d) => ['-F', '-a', `127.0.0.1:${p}`, '-b', '127.0.0.1:9', '-n', join(d, 'v')] },
  { name: 'ZooKeeper', expected: 'zookeeper', usual: 2181, program: 'java', args: (p, d) => ['-cp', '/usr/share/java/*:/etc/zookeeper/conf', '-Xmx128m', '-Dzookeeper.admin.enableServer=false', 'org.apache.zookeeper.server.quorum.QuorumPeerMain', file(d, 'c', `tickTime=2000\ndataDir=${d}/data\nclientPort=${p}\nclientPortAddress=127.0.0.1\n4lw.commands.whitelist=srvr\nadmin.enableServer=false\n`)] },
  { name: 'RabbitMQ', expected: 'amqp', usual: 5672, program: 'rabbitmq-server', env: {}, args: () => [] },
];
const running: ChildProcess[] = [];
const answers = (port: number): Promise<boolean> => new Promise((done) => { const s = connect(port, '127.0.0.1'); const end = (ok: boolean) => { s.destroy(); done(ok); }; s.once('connect', () => end(!(s.localPort === port))); s.once('error', () => end(false)); });
const unsigned = { id: 'bench', system: 'bench', office: 'bench', contact: 'bench', hosts: [], networks: ['127.0.0.1'], ports: [[1, 65_535]] as [number, number][], valid_from: '2020-01-01', valid_until: '2099-12-31', windows: [], rates: { requests_per_second: 50, connections_per_second: 1000 }, approver: 'bench', approved_at: '2026-01-01T00:00:00Z' };
const reach = makeReach({ authorisation: { ...unsigned, signature: sign(unsigned) }, clock: systemClock, job: 'bench', signal: new AbortController().signal, log: { sent() { /* not kept */ }, answered() { /* not kept */ } } });
const times: number[] = [];
let right = 0;
const out: string[] = [];
try {
  const started = daemons.map((d, i) => {
    const program = find(d.program);
    if (!program) { out.push(`${d.name}: not installed`); return undefined; }
    // every third stands where nobody looks for it
    const port = i % 3 === 2 ? 41_000 + i * 7 : d.usual;
    const dir = join(root, String(i));
    mkdirSync(dir);
    try {
      const env = { ...process.env, ...(d.name === 'RabbitMQ' && { RABBITMQ_NODENAME: `bench${i}@localhost`, RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1', RABBITMQ_NODE_PORT: String(port), RABBITMQ_DIST_PORT: String(port + 1000), RABBITMQ_MNESIA_BASE: dir, RABBITMQ_LOG_BASE: dir, RABBITMQ_ENABLED_PLUGINS_FILE: join(dir, 'plugins'), HOME: dir }) };
      const child = spawn(program, d.args(port, dir), { stdio: 'ignore', detached: true, cwd: dir, env, ...(d.user !== undefined && { uid: d.user }) });
      child.on('error', () => undefined);
      running.push(child);
      return { d, port };
    } catch (error) { out.push(`${d.name}: did not start (${(error as Error).message.split('\n')[0]!.slice(0, 80)})`); return undefined; }
  }).filter((x) => x !== undefined);
  const deadline = performance.now() + 20_000;
  const up = new Set<number>();
  while (up.size < started.length && performance.now() < deadline) {
    for (const s of started) if (!up.has(s.port) && await answers(s.port)) up.add(s.port);
    await new Promise((go) => setTimeout(go, 300));
  }
  for (const { d, port } of started) {
    if (!up.has(port)) { out.push(`${d.name}: did not come up on ${port}`); continue; }
    const begun = performance.now();
    const found = await recognise(reach.forCheck('services', 60), { host: '', ip: '127.0.0.1', port });
    const ms = performance.now() - begun;
    times.push(ms);
    const service = isFailure(found) ? `failed: ${found.failed}` : found.service;
    const ok = service === d.expected && (isFailure(found) || found.tls === (d.tls ?? false));
    right += Number(ok);
    say(`${ok ? '  ' : '✗ '}${d.name.padEnd(24)}${String(port).padEnd(7)}${service.padEnd(14)}${isFailure(found) ? '' : `${found.product} ${found.version}`.slice(0, 40).padEnd(42)}${ms.toFixed(0)} ms`);
  }
} finally {
  for (const child of running) try { process.kill(-child.pid!, 'SIGKILL'); } catch { /* gone */ }
  reach.close();
  rmSync(root, { recursive: true, force: true });
}
for (const line of out) say(`   ${line}`);
times.sort((a, b) => a - b);
const median = (times[Math.floor(times.length / 2)] ?? 0) / 1000;
const enough = right >= times.length - Math.max(1, Math.floor(times.length / 25)) && times.length >= 25;
say(`${right} of ${times.length} right (bar 24 of 25), median ${median.toFixed(2)} s a port (bar 2 s)${enough && median <= 2 ? '' : '  OVER'}`);
process.exit(enough && median <= 2 ? 0 : 1);
