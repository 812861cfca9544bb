import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { files } from '../../kernel/files/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { listText, useLabels, wordFor } from '../i18n.ts';
import { Tel } from '../organisation/people-tab.tsx';
import { may, useMe } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { Answer } from './answer.tsx';
import { Comment } from './comment.tsx';
import { Evidence, FileLink } from './evidence.tsx';
import { ExtensionPanel } from './extension-panel.tsx';
import { Due, StateMark } from './state-mark.tsx';
import { thresholdText } from './tasks-tab.tsx';

export type Assignment = Reply<typeof campaigns.assignment>;
const route = getRouteApi('/shell/assignments/$id');

function Demand({ a }: { a: Assignment }) {
  const t = useLabels('campaigns');
  return (
    <Panel title={t('what_is_asked')}>
      <blockquote className="demand">{a.sentence || a.task_text}</blockquote>
      {a.sentence && a.task_text && a.sentence.trim() !== a.task_text.trim() && <details className="fold"><summary>{t('whole_task')}</summary><p className="pre">{a.task_text}</p></details>}
      {a.thresholds.length > 0 && <div className="demand-numbers"><span className="label-text">{t('thresholds')}</span><ul>{a.thresholds.map((x, i) => <li key={i}><Mark tone="info">{thresholdText(x)}</Mark></li>)}</ul></div>}
      <dl className="facts">
        {a.phase && <div><dt>{t('phase')}</dt><dd>{a.phase}</dd></div>}
        <div><dt>{t('unit')}</dt><dd>{a.unit_name} {a.lead && <Mark tone="info">{t('lead')}</Mark>}</dd></div>
        {a.co_units.length > 0 && <div><dt>{t('co_units')}</dt><dd>{a.co_units.length > 8 ? <details><summary>{t('and_more', { names: listText(a.co_units.slice(0, 8)), n: a.co_units.length })}</summary>{listText(a.co_units)}</details> : listText(a.co_units)}</dd></div>}
        {a.supervision.length > 0 && <div><dt>{t('document_supervision_notice')}</dt><dd>{a.supervision.map((d) => <a key={d.file_id} className="strong-link" href={addressOf(files.get, { params: { id: d.file_id } })} download>{d.number ?? d.title}{d.due_on && `（${t('urged_until', { date: d.due_on })}）`}</a>)}</dd></div>}
        {a.sign_off && <div><dt>{t('procedure')}</dt><dd>{t('sign_off_needed')}</dd></div>}
      </dl>
    </Panel>
  );
}

/** One line a person, with all duties held. */
function Contacts({ a }: { a: Assignment }) {
  const t = useLabels('campaigns');
  const people = new Map<string, { name: string; phone: string | null; duties: string[] }>();
  for (const c of a.contacts) {
    const key = `${c.name} ${c.phone}`;
    const word = wordFor('organisation', `duty_${c.duty}`, c.duty);
    const person = people.get(key);
    if (person) person.duties.push(word);
    else people.set(key, { name: c.name, phone: c.phone, duties: [word] });
  }
  if (people.size === 0) return null;
  return <Panel title={t('contacts')}><ul className="plain-list">{[...people].map(([key, c]) => <li key={key} className="contact"><span><strong>{c.name}</strong> <span className="muted small">{listText(c.duties)}</span></span><Tel number={c.phone} name={c.name} /></li>)}</ul></Panel>;
}

function Timeline({ a }: { a: Assignment }) {
  const t = useLabels('campaigns');
  return (
    <Panel title={t('timeline')}>
      {a.timeline.length === 0 ? <p className="muted">{t('no_timeline')}</p> : (
        <ol className="timeline">
          {[...a.timeline].reverse().map((e) => (
            <li key={e.id}>
              <div><strong>{e.actor}</strong> {wordFor('campaigns', `action_${e.action}`, e.action)}{e.to && e.to !== e.from && <span className="muted"> → {wordFor('campaigns', `state_${e.to}`, e.to)}</span>}</div>
              <div className="muted small">{instantText(e.at)}</div>
              {e.note && <p className="pre timeline-note">{e.note}</p>}
              {e.files.length > 0 && <ul className="files">{e.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul>}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

/** Whoever does not work on it himself may still want to hear of it. */
function Follow({ a }: { a: Assignment }) {
  const t = useLabels('campaigns');
  const save = useSubmit(campaigns.follow, { done: t(a.following ? 'unfollowed' : 'followed') });
  return <Button aria-pressed={a.following} loading={save.isPending} onClick={() => save.mutate({ params: { id: a.id }, body: { on: !a.following } })}>{t(a.following ? 'unfollow' : 'follow')}</Button>;
}

/** One task of one unit. On a phone: what is asked, until when, answer it, done. */
export function AssignmentPage() {
  const t = useLabels('campaigns');
  const acc = useLabels('accountability');
  const me = useMe();
  const { id } = route.useParams();
  const data = useQuery(query(campaigns.assignment, { params: { id } }));
  const a = data.data;
  const answers = a && (a.can.includes('submit') || a.can.includes('sign'));
  return (
    <Page title={a ? `${a.task_path} ${a.task_title}`.trim() : t('assignment')}
      note={a && <span className="campaign-note"><StateMark state={a.state} /><Due row={a} />{a.period_label && <Mark>{a.period_label}</Mark>}</span>}
      extra={a && <>{may(me, 'accountability.write') && <Link to="/accountability" search={{ tab: 'clues', assignment: a.id }}>{acc('register_false')}</Link>}<Follow a={a} /></>}>
      {a && <p className="crumb">{may(me, 'campaign.read') ? <Link to="/campaigns/$id" params={{ id: a.campaign_id }}><Icon name="left" size={14} />{a.campaign_title}</Link> : a.campaign_title}</p>}
      <Loaded query={data} rows={8}>{(one) => (
        <div className="assignment">
          <div>
            <Demand a={one} />
            {!answers && one.feedback && <Panel title={t('feedback')}><p className="pre">{one.feedback}</p></Panel>}
            {!answers && <Evidence a={one} />}
            <Answer a={one} key={`${one.id} ${one.version}`} />
          </div>
          <div>
            <ExtensionPanel a={one} />
            <Contacts a={one} />
            <Comment a={one} />
            <Timeline a={one} />
          </div>
        </div>
      )}</Loaded>
    </Page>
  );
}
