import * as z from 'zod';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, Paging, pageOf, Text } from '../../kernel/http/route.ts';
import { SheetDiff, xlsx } from './contract.ts';
import { dueWithin, itemStates } from './item-contract.ts';
import { ledgerKeys } from './ledgers.ts';

export { itemStates, ledgers as ledgerTable, ledgerOf, optionsOf, type Ledger, type LedgerField, type LedgerKey } from './ledgers.ts';
export { dueWithin } from './item-contract.ts';

const Key = z.enum(ledgerKeys);
const State = z.enum(itemStates);
const Fields = z.record(z.string().max(40), Text(1000, 0));
const Unit = { unit_id: Id, operating_unit_id: Id.nullable(), using_unit_id: Id.nullable() };
const body = { name: Text(120), ...Unit, person_id: Id.nullable(), state: State, fields: Fields, note: Text(2000, 0), systems: z.array(Id).max(200) };
const Named = z.object({ id: Id, name: z.string() });
export const ItemRow = z.object({
  id: Id, ledger: Key, name: z.string(), ...Unit, unit_name: z.string(), operating_unit_name: z.string().nullable(), using_unit_name: z.string().nullable(), person_id: Id.nullable(), person_name: z.string().nullable(), state: State, fields: z.record(z.string(), z.string()), note: z.string(), systems: z.array(Named), gaps: z.array(z.string()), due_on: DateOnly.nullable(), due_field: z.string().nullable(), version: z.number().int(),
}).meta({ id: 'LedgerItemRow' });
export const Item = ItemRow.extend({
  person_phone: z.string().nullable(), can_write: z.boolean(), can_manage: z.boolean(),
  records: z.array(z.object({ id: Id, on_day: DateOnly, what: z.string(), by_whom: z.string(), created_by_name: z.string() })),
  history: z.array(z.object({ at: z.string(), by_name: z.string(), field: z.string(), before: z.string(), after: z.string() })),
}).meta({ id: 'LedgerItem' });
const Due = z.object({ item_id: Id, ledger: Key, name: z.string(), unit_id: Id, unit_name: z.string(), person_name: z.string().nullable(), field: z.string(), due_on: DateOnly, days: z.number().int() }).meta({ id: 'LedgerDue' });
const filter = { q: z.string().trim().max(100).optional(), unit_id: Id.optional(), state: State.optional(), system_id: Id.optional(), gaps: z.enum(['true']).optional(), due: z.enum(dueWithin).optional(), /** A field and what it must be: `category:waf`. */ is: z.string().regex(/^[a-z_]{1,40}:[a-z_]{1,40}$/).optional() };
const ofLedger = z.object({ ledger: Key });
const Coverage = z.object({ unit_id: Id, unit_name: z.string(), terminals: z.number().int(), installed: z.number().int(), genuine: z.number().int(), /** Installed and genuine. */ covered: z.number().int(), /** Covered, and signatures not older than seven days. */ fresh: z.number().int() }).meta({ id: 'AntivirusCoverage' });

export const ledgers = defineRoutes('ledgers', {
  summary: { method: 'GET', path: '/api/ledgers', summary: '各台账数量、缺项、到期和类别', permission: 'asset.read', reply: z.array(z.object({ ledger: Key, items: z.number().int(), gaps: z.number().int(), due: z.number().int(), kinds: z.array(z.object({ key: z.string(), items: z.number().int() })) })) },
  due: { method: 'GET', path: '/api/ledger-due', summary: '到期清单', permission: 'asset.read', query: z.object({ within: z.enum(dueWithin).default('30'), unit_id: Id.optional() }), reply: z.array(Due) },
  coverage: { method: 'GET', path: '/api/antivirus-coverage', summary: '终端杀毒覆盖率', permission: 'asset.read', reply: z.array(Coverage) },
  list: { method: 'GET', path: '/api/ledgers/{ledger}', summary: '台账', permission: 'asset.read', params: ofLedger, query: Paging.extend(filter), reply: pageOf(ItemRow) },
  export: { method: 'GET', path: '/api/ledgers/{ledger}/export', summary: '导出台账（也是导入模板）', permission: 'asset.read', audit_read: 'each', params: ofLedger, query: z.object({ ...filter, template: z.enum(['true']).optional() }), reply: download(xlsx) },
  duplicates: { method: 'GET', path: '/api/ledgers/{ledger}/duplicates', summary: '台账疑似重复', permission: 'asset.read', params: ofLedger, reply: z.array(z.object({ why: z.enum(['name', 'address']), what: z.string(), items: z.array(z.object({ id: Id, name: z.string(), unit_name: z.string() })) })) },
  import_check: { method: 'POST', path: '/api/ledgers/{ledger}/import', summary: '核对要导入的台账', permission: 'asset.write', params: ofLedger, body: multipart(z.object({}), 20 << 20), reply: SheetDiff },
  import_apply: { method: 'POST', path: '/api/ledgers/{ledger}/import/{token}', summary: '写入核对过的台账', permission: 'asset.write', params: ofLedger.extend({ token: Id }), reply: z.object({ added: z.number().int(), changed: z.number().int() }) },
  create: { method: 'POST', path: '/api/ledgers/{ledger}', summary: '登记', permission: 'asset.write', status: 201, params: ofLedger, body: z.object(body).partial().required({ name: true, unit_id: true }), reply: Item },
  item: { method: 'GET', path: '/api/ledger-items/{id}', summary: '台账中的一项', permission: 'asset.read', params: byId, reply: Item },
  update: { method: 'PATCH', path: '/api/ledger-items/{id}', summary: '修改一项', permission: 'asset.write', params: byId, body: z.object(body).partial().extend({ version: z.number().int() }), reply: Item },
  remove: { method: 'DELETE', path: '/api/ledger-items/{id}', summary: '删除登记错误的一项', permission: 'asset.manage', params: byId, reply: Done },
  add_record: { method: 'POST', path: '/api/ledger-items/{id}/records', summary: '登记维护记录', permission: 'asset.write', status: 201, params: byId, body: z.object({ on_day: DateOnly, what: Text(1000), by_whom: Text(120, 0).optional() }), reply: Item },
  remove_record: { method: 'DELETE', path: '/api/ledger-items/{id}/records/{record}', summary: '删除维护记录', permission: 'asset.write', params: byId.extend({ record: Id }), reply: Item },
});
