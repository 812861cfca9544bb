import { expect, test } from 'vitest';
import { fetchedPage } from '../../../../test/pages/fetched-page.ts';
import type { Context } from '../context/context.ts';
import { nothingRegistered } from '../open-site.ts';
import type { Outcome } from '../check.ts';
import { contentChecks } from './rows.ts';

const dns: Record<string, string[]> = { 'www.alive.com': ['192.0.2.1'] };
const context = { inScope: () => false, registered: { ...nothingRegistered, bad_domains: ['taken-over.com'] }, lookup: (name: string, type: string) => Promise.resolve(type === 'NS' ? [] : dns[name] ?? []) } as unknown as Context;
const look = async (id: string, html: string): Promise<string[]> => ([await contentChecks.find((c) => c.id === id)!.run(context, fetchedPage(html) as never)].flat() as Outcome[]).map((o) => o.verdict);

test.each([
  ['content.hidden_frame', '<iframe src="http://evil-frame.com/x.htm" width=0 height=0></iframe>', 'fail'],
  ['content.hidden_frame', '<iframe src="/own.htm" width=0 height=0></iframe><iframe src="https://map.baidu.com/" style="display:none"></iframe><iframe src="https://video.vendor.com/v" width=600 height=400></iframe>', 'pass'],
  ['content.strange_script', '<html></html><script src="http://evil-js.com/a.js"></script>', 'fail'],
  ['content.strange_script', '<script src="https://cdn.vendor.com/a.js"></script>', 'warn'],
  ['content.strange_script', '<script src="/js/a.js"></script><script src="https://hm.baidu.com/hm.js"></script>', 'pass'],
  ['content.obfuscated_script', '<script>var miner=new CoinHive.Anonymous("k");miner.start();/* ------------------------------ */</script>', 'fail'],
  ['content.obfuscated_script', `<script>eval("${'\\x64\\x6f\\x63'.repeat(80)}")</script>`, 'fail'],
  ['content.obfuscated_script', `<script>!function(e){${'var a=1;'.repeat(2000)}}();</script>`, 'pass'],
  ['content.strange_object', '<meta http-equiv="refresh" content="0;url=http://evil-go.com/">', 'fail'],
  ['content.strange_object', '<meta http-equiv="refresh" content="0;url=/index.htm">', 'pass'],
  ['content.outside_links', '<a href="http://www.alive.com/">在</a>', 'pass'],
  ['content.outside_links', '<a href="http://www.gone.com/">不在</a>', 'fail'],
  ['content.outside_links', '<a href="http://taken-over.com/">旧友情链接</a>', 'fail'],
  ['content.words', '<body><p>专业论文代写，代写毕业论文，作业代写，微信咨询</p></body>', 'fail'],
  ['content.words', '<body><p>学校召开会议，严禁论文代写、替考，办证大厅照常开放。</p></body>', 'pass'],
])('%s of %s', async (id, html, verdict) => expect(await look(id, html)).toEqual([verdict]));
