import { sql, type Tx } from '../../kernel/database.ts';
import { findOwners } from '../assets/index.ts';

/** Ports as a ledger writes them: 80、443, 8000-8010/tcp. */
export function portsIn(text: string): { from: number; to: number }[] {
  return [...text.normalize('NFKC').matchAll(/(\d{1,5})(?:\s*[-~至—]\s*(\d{1,5}))?/g)].map((m) => ({ from: Number(m[1]), to: Number(m[2] ?? m[1]) })).filter((r) => r.from > 0 && r.to < 65_536 && r.from <= r.to);
}
/** Ways of the web are no default that should be changed; whether they may be open is for the ledger to say. */
const web = 'http';

/** 默认端口未改、未登记端口开放: what a scanner of ports saw open on hosts of systems, beside the ports that the system is registered to open and the table of default ports.
 *  They are staged as findings of that scanner, and registered like any other; how many. */
export async function addPortFindings(tx: Tx, importId: string, most: number): Promise<number> {
  const { rows: open } = await sql<{ host: string; ip: string | null; port: number; protocol: string | null; place: string; scanner: string }>`select distinct on (host, ip, port, protocol) host, ip, port, protocol, place, scanner from scan_row where import_id = ${importId} and rule_id = 'open-port' and port is not null order by host, ip, port, protocol, i`.execute(tx);
  if (open.length === 0) return 0;
  const hosts = [...new Map(open.map((o) => [`${o.host} ${o.ip}`, { host: o.host, ip: o.ip }])).values()];
  const owners = await findOwners(tx, hosts);
  const systemOf = new Map(hosts.map((h, i) => [`${h.host} ${h.ip}`, owners[i]!.system_id]));
  const systems = new Map((await tx.selectFrom('info_system').select(['id', 'ports']).where(sql<boolean>`id = any(${owners.flatMap((o) => o.system_id ?? [])}::uuid[])`).execute()).map((s) => [s.id, portsIn(s.ports)]));
  const defaults = new Map((await tx.selectFrom('default_port').selectAll().execute()).map((d) => [d.port, d]));
  const all = open.flatMap((o) => {
    const registered = systems.get(systemOf.get(`${o.host} ${o.ip}`) ?? '');
    if (!registered) return [];
    const known = registered.some((r) => r.from <= o.port && o.port <= r.to);
    const usual = defaults.get(o.port);
    if (usual && usual.kind !== web) return [{ ...o, rule: `default-port-${o.port}`, title: `默认端口未改：${usual.service}（${o.port}）`, severity: known ? 'low' as const : 'medium' as const, remedy: known ? '改用非默认端口，或限定可以访问的地址。' : '不需要的，请关闭；需要的，改用非默认端口、限定可以访问的地址，并在系统台账登记。' }];
    // where no port is registered at all, nothing can be said of the others
    if (registered.length && !known) return [{ ...o, rule: `unregistered-port-${o.port}`, title: `未登记端口开放：${o.port}${usual ? `（${usual.service}）` : ''}`, severity: 'medium' as const, remedy: '不需要的，请关闭；需要的，在系统台账登记。' }];
    return [];
  });
  const found = all.filter((f) => (f.severity === 'low' ? 4 : 3) <= most);
  if (found.length === 0) return 0;
  await sql`insert into scan_row (import_id, i, key, scanner, rule_id, title, severity, rank, host, ip, port, protocol, path, parameter, system, cve, cwe, description, remedy, evidence, evidence_hash, refs, score, place, suppressed, hazard_id)
    select ${importId}::uuid, m.most + x.i, x.key, x.scanner, x.rule, x.title, x.severity, x.rank, x.host, x.ip, x.port, x.protocol, null, null, '', '{}', '{}', '扫描到开放的端口，与系统台账登记的端口和常见默认端口表比对得出。', x.remedy, x.protocol || '/' || x.port, x.key, '{}', null, x.place, false, h.id
    from json_to_recordset(${JSON.stringify(found.map((f, i) => ({ ...f, i: i + 1, rank: f.severity === 'low' ? 4 : 3, protocol: f.protocol ?? 'tcp' })))}::json) as y(i int, scanner text, rule text, title text, severity text, rank smallint, host text, ip text, port int, protocol text, remedy text, place text)
    cross join lateral (select y.*, encode(sha256(convert_to(concat_ws('|', 'port', y.scanner, y.rule, y.host, y.ip, y.port::text, y.protocol), 'utf8')), 'hex') as key) x
    cross join (select max(i) as most from scan_row where import_id = ${importId}) m left join hazard h on h.key = x.key`.execute(tx);
  return found.length;
}
