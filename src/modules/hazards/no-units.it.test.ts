import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { serverActor } from '../../kernel/identity/actor.ts';
import { openImport, runImports } from './run-import.ts';

let t: TestApp;
let office: User;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  office = await t.makeAccount('office');
});
afterAll(() => t.close());
const report = Buffer.from(`<?xml version="1.0"?><NessusClientData_v2><Report name="r"><ReportHost name="10.20.1.5"><HostProperties><tag name="host-ip">10.20.1.5</tag><tag name="HOST_START">Mon Jan 5 10:00:00 2026</tag></HostProperties><ReportItem port="443" svc_name="www" protocol="tcp" severity="3" pluginID="100" pluginName="Weak cipher" pluginFamily="General"/></ReportHost></Report></NessusClientData_v2>`);

test('before there is a unit, reports and hazards are refused in words that say what to do first', async () => {
  const words = expect.stringContaining('请先在“机构与责任”里建立机构');
  expect(await t.as(office).upload('/api/hazards/imports', report, 'scan.nessus')).toMatchObject({ status: 409, body: { code: 'hazard.no_top_unit', message: words } });
  expect((await t.as(office).get('/api/hazards/imports')).body).toEqual([]);
  // one that came in before, or whose units are gone since, says the same
  const root = await t.makeUnit('示例大学');
  const saved = await t.store.saveBytes(report, 'scan.nessus', 'application/xml');
  const id = await t.db.transaction().execute((tx) => openImport(tx, serverActor, saved, { least: 'low', close_absent: true }));
  await t.db.updateTable('unit').set({ status: 'dissolved' }).where('id', '=', root).execute();
  await runImports(t.db, t.store, async () => serverActor, t.parts.log);
  expect((await t.as(office).get(`/api/hazards/imports/${id}`)).body).toMatchObject({ state: 'failed', error: words });
  expect(await t.db.selectFrom('hazard').select('id').execute()).toEqual([]);
  await t.db.updateTable('unit').set({ status: 'active' }).where('id', '=', root).execute();
  const up = await t.as(office).upload('/api/hazards/imports', report, 'scan.nessus');
  expect(up.status).toBe(201);
  for (let body = up.body; ; body = (await t.as(office).get(`/api/hazards/imports/${up.body.id}`)).body) {
    if (['waiting', 'reading'].includes(body.state)) { await new Promise((go) => setTimeout(go, 50)); continue; }
    // the time that the file writes, and the instant that it means
    expect(body).toMatchObject({ state: 'done', format: 'nessus-xml', counts: { added: 1 }, scanned: 'Mon Jan 5 10:00:00 2026', scanned_at: '2026-01-05T02:00:00.000Z' });
    break;
  }
});
