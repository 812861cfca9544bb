import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { organisation } from '../../modules/organisation/contract.ts';
import { query } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Tel } from './people-tab.tsx';

const route = getRouteApi('/shell/organisation');

/** Whom to call, unit by unit; a number is a link that a phone can dial. */
export function ContactsTab() {
  const t = useLabels('organisation');
  const { q } = route.useSearch();
  const navigate = useNavigate({ from: '/organisation' });
  const list = useQuery(query(organisation.duties));
  return (
    <Loaded query={list}>{(rows) => {
      const shown = rows.map((r) => ({ ...r, posts: r.posts.filter((p) => p.holder) })).filter((r) => r.posts.length > 0 && (!q || r.unit_name.includes(q) || r.posts.some((p) => p.holder?.name.includes(q))));
      return (
        <>
          <div className="toolbar"><SearchField label={t('search_contacts')} value={q} onSearch={(text) => void navigate({ search: (s) => ({ ...s, q: text }), replace: true })} /></div>
          {shown.length === 0 ? <Nothing text={t('no_contacts')} hint={t('no_contacts_hint')} /> : (
            <ul className="contact-grid">
              {shown.map((r) => (
                <li key={r.unit_id} className="card"><h2 className="card-title">{r.unit_name}</h2>
                  <ul className="plain-list">{[...new Map(r.posts.map((p) => [p.holder!.id, p.holder!])).values()].map((who) => <li key={who.id} className="contact"><span><strong>{who.name}</strong> <span className="muted small">{listText(r.posts.filter((p) => p.holder?.id === who.id).map((p) => p.duty === 'other' ? p.title : t(`duty_${p.duty}`)))}</span></span>{who.phone ? <Tel number={who.phone} name={who.name} /> : <span className="muted small">{t('no_phone')}</span>}</li>)}</ul>
                </li>
              ))}
            </ul>
          )}
        </>
      );
    }}</Loaded>
  );
}
