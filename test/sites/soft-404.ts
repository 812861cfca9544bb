import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

const home = `<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>示例大学教务处</title></head><body><ul>${Array.from({ length: 60 }, (_, i) => `<li><a href="/news/${i}.html">关于第 ${i} 期选课安排的通知</a></li>`).join('')}</ul></body></html>`;
const html = (r: ServerResponse, body: string, status = 200, headers: Record<string, string> = {}): void => { r.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body); };
const random = (seed: string, bytes: number): Buffer => { const parts: Buffer[] = []; for (let i = 0; i * 32 < bytes; i++) parts.push(createHash('sha256').update(`${seed}${i}${Math.random()}`).digest()); return Buffer.concat(parts).subarray(0, bytes); };
const typeOf = (path: string): string => ({ zip: 'application/zip', rar: 'application/x-rar', gz: 'application/gzip', sql: 'application/sql', json: 'application/json', xml: 'text/xml', yml: 'text/yaml', php: 'text/html', html: 'text/html' })[/\.(\w+)$/.exec(path)?.[1] ?? ''] ?? 'text/plain';

/** Twelve ways in which sites answer an address that is not there as if it were. */
export const softSites: Record<string, (path: string, request: IncomingMessage, response: ServerResponse) => void> = {
  'home page with 200': (_path, _q, r) => html(r, home),
  'path echoed with 200': (path, _q, r) => html(r, `<html><body><h1>找不到 ${path}</h1><p>您访问的 ${path} 不存在，请检查网址。</p></body></html>`),
  'redirect to sign-in': (path, _q, r) => { r.writeHead(302, { location: `/login?service=${encodeURIComponent(path)}` }).end(); },
  'redirect to home': (_path, _q, r) => { r.writeHead(302, { location: '/' }).end(); },
  'random body': (path, _q, r) => { r.writeHead(200, { 'content-type': 'application/octet-stream' }).end(random(path, 3000)); },
  'JSON with 200': (path, _q, r) => { r.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ code: 404, message: 'not found', status: 'success', data: null, path, version: '1.0' })); },
  'another template by extension': (path, _q, r) => html(r, `<html><head><title>${path.split('.').at(-1)}</title></head><body><div class="t${path.length % 7}">${createHash('md5').update(path.split('.').at(-1)!).digest('hex').repeat(20)}</div></body></html>`),
  'long cacheable page for archives': (_path, _q, r) => html(r, home.repeat(20), 200, { 'cache-control': 'public, max-age=86400', etag: '"a1"' }),
  'content type by extension, page as body': (path, _q, r) => { r.writeHead(200, { 'content-type': typeOf(path) }).end(home); },
  // every signature's words, plain, in a changing order, so that no two answers are alike
  'signature words echoed': (path, _q, r) => {
    const words = ['ref: refs/heads/master', '[core]\n\trepositoryformatversion = 0', 'DB_PASSWORD=secret\nAPP_KEY=base64\n', '<web-app>', '<?php echo 1;', '{"_links":{"self":{"href":"/"}}}', '{"swagger":"2.0"}', 'INSERT INTO users', '-----BEGIN RSA PRIVATE KEY-----', '<title>phpinfo()</title>PHP Version', 'Active connections: 1'];
    const shuffled = words.map((w) => [Math.random(), w] as const).sort((a, b) => a[0] - b[0]).map(([, w]) => w);
    r.writeHead(200, { 'content-type': 'text/plain' }).end(`${shuffled[0]}\n${shuffled.join('\n')}\n${random(path, 40).toString('hex')}`);
  },
  'case-insensitive rewriting': (path, _q, r) => (path.toLowerCase() === path ? html(r, home.replace('教务处', path)) : (r.writeHead(301, { location: path.toLowerCase() }).end(), undefined)),
  'firewall page': (path, q, r) => (/\.(git|svn|env|sql|bak)/.test(path) ? html(r, `<html><title>405</title><body>很抱歉，由于您访问的 URL 有可能对网站造成安全威胁，您的访问被阻断。事件编号 ${random(path, 8).toString('hex')}</body></html>`, q.method === 'GET' ? 200 : 405) : html(r, home)),
  // each file form by its extension, always: the worst there is
  'every file there is': (path, _q, r) => {
    const body: Record<string, string | Buffer> = { zip: Buffer.concat([Buffer.from('504b0304', 'hex'), random(path, 500)]), gz: gzipSync(random(path, 200)), sql: `-- dump ${random(path, 9).toString('hex')}\nCREATE TABLE t (id int);\n`, php: '<title>phpinfo()</title>PHP Version', json: '{"swagger":"2.0"}', xml: '<project version="4">' };
    r.writeHead(200, { 'content-type': typeOf(path) }).end(body[/\.(\w+)$/.exec(path)?.[1] ?? ''] ?? 'ref: refs/heads/main\n');
  },
};
export const softSite = (kind: string): RequestListener => (request, response) => { const path = (request.url ?? '/').split('?')[0]!; if (path === '/') html(response, home); else softSites[kind]!(path, request, response); };

const bytes = (hex: string): Buffer => Buffer.concat([Buffer.from(hex, 'hex'), random(hex, 400)]);
/** One true file of each family, at one of its addresses: [family, address, content type, body]. */
export const planted: readonly (readonly [string, string, string, string | Buffer])[] = [
  ['git', '/.git/HEAD', 'text/plain', 'ref: refs/heads/master\n'], ['git', '/.git/config', '', '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n[remote "origin"]\n\turl = git@git.example.edu.cn:web/site.git\n'],
  ['svn', '/.svn/entries', 'text/plain', '12\n'], ['svn', '/.svn/wc.db', 'application/octet-stream', bytes('53514c69746520666f726d6174203300')],
  ['hg', '/.hg/requires', 'text/plain', 'dotencode\nfncache\ngeneraldelta\nrevlogv1\nstore\n'], ['bzr', '/.bzr/README', 'text/plain', 'This is a Bazaar control directory.\nDo not change any files in this directory.\n'],
  ['cvs', '/CVS/Root', 'text/plain', ':pserver:web@cvs.example.edu.cn:/home/cvs\n'], ['cvs', '/CVS/Entries', 'text/plain', '/index.html/1.3/Mon Jan  5 08:00:00 2009//\nD/images////\n'],
  ['ds_store', '/.DS_Store', 'application/octet-stream', bytes('0000000142756431')], ['thumbs', '/Thumbs.db', 'application/octet-stream', bytes('d0cf11e0a1b11ae1')],
  ['env', '/.env', 'text/plain', '# production\nAPP_NAME=jwc\nAPP_KEY=base64:zzz\n\nDB_HOST=10.1.1.5\nDB_PASSWORD="x"\n'], ['env', '/.env.production', 'application/octet-stream', 'VUE_APP_API=https://api.example.edu.cn\nVUE_APP_KEY=1\n'],
  ['web_xml', '/WEB-INF/web.xml', 'application/xml', '<?xml version="1.0" encoding="UTF-8"?>\n<!-- site -->\n<web-app version="3.0" xmlns="http://java.sun.com/xml/ns/javaee"><servlet/></web-app>'], ['web_xml', '/WEB-INF/classes/application.properties', 'text/plain', '# db\nspring.datasource.url=jdbc:mysql://10.1.1.1/jwc\nspring.datasource.password=x\n'], ['web_xml', '/WEB-INF/classes/application.yml', 'text/yaml', 'server:\n  port: 8080\nspring:\n  datasource:\n    url: jdbc\n'],
  ['backup_archive', '/www.zip', 'application/zip', bytes('504b0304')], ['backup_archive', '/backup.tar.gz', 'application/gzip', gzipSync('x'.repeat(5000))], ['backup_archive', '/wwwroot.rar', 'application/octet-stream', bytes('526172211a0700')],
  ['backup_sql', '/backup.sql', 'application/sql', '-- MySQL dump 10.13\n--\n-- Host: localhost\n\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `student`;\nCREATE TABLE `student` (id int);\n'], ['backup_sql', '/backup.sql.gz', 'application/gzip', gzipSync('CREATE TABLE a;'.repeat(100))],
  ['backup_page', '/config.php.bak', 'text/plain', "<?php\n$db = 'jwc';\n$password = 'x';\n"], ['backup_page', '/.index.php.swp', 'application/octet-stream', bytes('6230564d20372e34')], ['backup_page', '/web.config.bak', 'text/plain', '<?xml version="1.0"?>\n<configuration>\n<connectionStrings/></configuration>'],
  ['web_config', '/web.config', 'text/xml', '<?xml version="1.0"?>\r\n<configuration>\r\n<system.web/></configuration>'], ['htpasswd', '/.htpasswd', 'text/plain', 'admin:$apr1$abcdefgh$0123456789abcdefghijkl\n'], ['htpasswd', '/.htaccess', 'text/plain', '# rules\nRewriteEngine On\nRewriteRule ^ index.php\n'],
  ['phpinfo', '/phpinfo.php', 'text/html', '<!DOCTYPE html><html><head><title>PHP 8.1.2 - phpinfo()</title></head><body><h1>PHP Version 8.1.2</h1></body></html>'], ['phpinfo', '/info.php', 'text/html; charset=UTF-8', '<html><head><title>phpinfo()</title></head><body><h1 class="p">PHP Version 5.4.16</h1></body></html>'],
  ['actuator', '/actuator', 'application/vnd.spring-boot.actuator.v3+json', '{"_links":{"self":{"href":"http://x/actuator","templated":false},"health":{}}}'], ['actuator', '/actuator/env', 'application/json', '{"activeProfiles":["prod"],"propertySources":[]}'],
  ['heapdump', '/actuator/heapdump', 'application/octet-stream', bytes('4a4156412050524f46494c4520312e302e3200')],
  ['swagger', '/v2/api-docs', 'application/json', '{"swagger":"2.0","info":{"title":"教务接口"},"paths":{}}'], ['swagger', '/v3/api-docs', 'application/json', '{"openapi":"3.0.1","info":{},"paths":{}}'], ['swagger_ui', '/swagger-ui.html', 'text/html', '<!doctype html><html><head><title>Swagger UI</title></head></html>'], ['swagger_ui', '/doc.html', 'text/html', '<html><head><title>Knife4j 接口文档</title></head></html>'],
  ['druid', '/druid/index.html', 'text/html', '<!doctype html><html><head><title>Druid Stat Index</title></head></html>'], ['nacos', '/nacos/v1/console/server/state', 'application/json', '{"version":"2.0.3","standalone_mode":"standalone","function_mode":null}'],
  ['server_status', '/server-status', 'text/html', '<html><head><title>Apache Status</title></head><body><h1>Apache Server Status</h1><dl><dt>Server Version: Apache/2.4.6</dt></dl></body></html>'], ['server_status', '/nginx_status', 'text/plain', 'Active connections: 3 \nserver accepts handled requests\n 10 10 20 \n'],
  ['jolokia', '/jolokia/version', 'text/plain', '{"request":{"type":"version"},"value":{"agent":"1.6.2","protocol":"7.2"},"status":200}'], ['ide', '/.idea/workspace.xml', 'text/xml', '<?xml version="1.0" encoding="UTF-8"?>\n<project version="4"><component/></project>'], ['ide', '/.vscode/sftp.json', 'application/json', '{\n "name": "jwc",\n "remotePath": "/var/www", "uploadOnSave": true }'],
  ['manifest', '/composer.json', 'application/json', '{"name":"a/b","require":{"php":">=7"}}'], ['manifest', '/package.json', 'application/json', '{"name":"site","dependencies":{"vue":"^2"}}'], ['manifest', '/requirements.txt', 'text/plain', 'Django==2.2.1\nrequests>=2.0\n'],
  ['docker', '/Dockerfile', 'text/plain', 'FROM node:16\nWORKDIR /app\nCOPY . .\nCMD ["node"]\n'], ['docker', '/docker-compose.yml', 'text/yaml', 'version: "3"\nservices:\n  db:\n    image: mysql\n'],
  ['shell_history', '/.bash_history', 'text/plain', 'ls\ncd /var/www\nmysql -u root\nexit\n'], ['shell_history', '/id_rsa', 'text/plain', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n'],
  ['log', '/storage/logs/laravel.log', 'text/plain', '[2026-01-02 03:04:05] production.ERROR: SQLSTATE\n'], ['log', '/access.log', 'text/plain', '10.1.1.1 - - [02/Jan/2026:03:04:05 +0800] "GET / HTTP/1.1" 200 1\n'],
  ['crossdomain', '/crossdomain.xml', 'text/xml', '<?xml version="1.0"?>\n<cross-domain-policy>\n<allow-access-from domain="*"/>\n</cross-domain-policy>'], ['elmah', '/elmah.axd', 'text/html', '<html><head><title>Error log for /LM/W3SVC/1/ROOT on WEB1 (Page #1)</title></head></html>'],
  ['sftp_config', '/sftp-config.json', 'application/json', '{\n    // sftp, ftp or ftps\n    "type": "sftp",\n    "host": "10.1.1.1",\n    "user": "root",\n    "password": "x"\n}'], ['editor', '/ueditor/php/controller.php?action=config', 'application/json', '{"imageActionName":"uploadimage","imageFieldName":"upfile"}'],
  ['elasticsearch', '/_cat/indices?format=json', 'application/json', '[{"health":"green","status":"open","index":"student"}]'], ['prometheus', '/metrics', 'text/plain; version=0.0.4', '# HELP go_gc_duration_seconds A summary\n# TYPE go_gc_duration_seconds summary\ngo_gc 1\n'], ['eureka', '/eureka/apps', 'application/xml', '<applications>\n  <versions__delta>1</versions__delta></applications>'], ['docker_api', '/v2/_catalog', 'application/json', '{"repositories":["jwc/web"]}'], ['rabbitmq', '/api/overview', 'application/json', '{"management_version":"3.8.9","rates_mode":"basic","rabbitmq_version":"3.8.9"}'],
];
/** A well-kept site that has exactly these files. Some have no extension control to fool: the rest is 404. */
export const plantedSite = (files: readonly (typeof planted)[number][]): RequestListener => (request, response) => {
  if (request.url === '/') return html(response, home);
  const file = files.find((f) => f[1] === request.url);
  if (!file) return html(response, '<html><body><h1>404 Not Found</h1></body></html>', 404);
  response.writeHead(200, file[2] ? { 'content-type': file[2] } : {}).end(file[3]);
};
