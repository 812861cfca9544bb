import { catalogue } from '../../engines/site-checks/index.ts';

const byId = new Map(catalogue.map((c) => [c.id, c]));
export const infoOf = (id: string): (typeof catalogue)[number] | undefined => byId.get(id);
/** As the page of checks shows it. */
export const listCatalogue = () => catalogue.map((c) => ({ id: c.id, version: c.version, title: c.title.zh, title_en: c.title.en, area: c.area, on: c.on, intrusiveness: c.intrusiveness, requests: c.requests, severity: c.severity, cwe: c.cwe, owasp: c.owasp, control: c.control, meaning: c.meaning, harm: c.harm, remedy: { ...c.remedy } as Record<string, string>, references: [...c.references], needs: [...c.needs ?? []] }));
