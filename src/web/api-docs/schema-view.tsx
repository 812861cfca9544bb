import { useLabels } from '../i18n.ts';

export interface Schema {
  $ref?: string; type?: string | string[]; format?: string; enum?: unknown[]; const?: unknown; default?: unknown; pattern?: string;
  minimum?: number; maximum?: number; minLength?: number; maxLength?: number; minItems?: number; maxItems?: number;
  properties?: Record<string, Schema>; required?: string[]; items?: Schema; additionalProperties?: Schema | boolean; anyOf?: Schema[]; oneOf?: Schema[]; allOf?: Schema[];
}
export type Schemas = Record<string, Schema>;

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);
export const resolved = (schema: Schema, schemas: Schemas): Schema => (schema.$ref ? schemas[nameOf(schema.$ref)] ?? {} : schema);
const branches = (s: Schema): Schema[] => s.anyOf ?? s.oneOf ?? s.allOf ?? [];
const huge = Number.MAX_SAFE_INTEGER;

/** A type in one line: `string (date)`, `"a" | "b"`, `Unit[]`. */
export function typeText(s: Schema): string {
  if (s.$ref) return nameOf(s.$ref).replace(/Input$/, '');
  if (s.enum) return s.enum.map((v) => JSON.stringify(v)).join(' | ');
  if (s.const !== undefined) return JSON.stringify(s.const);
  if (branches(s).length > 0) return [...new Set(branches(s).map(typeText))].join(' | ');
  if (s.type === 'array') { const item = typeText(s.items ?? {}); return item.includes(' ') ? `(${item})[]` : `${item}[]`; }
  const name = Array.isArray(s.type) ? s.type.join(' | ') : s.type ?? 'any';
  return s.format ? `${name} (${s.format})` : name;
}
function limits(s: Schema): string {
  const parts = [
    s.minimum !== undefined && s.minimum > -huge && `≥ ${s.minimum}`, s.maximum !== undefined && s.maximum < huge && `≤ ${s.maximum}`, s.minLength && `length ≥ ${s.minLength}`, s.maxLength && `length ≤ ${s.maxLength}`,
    s.minItems && `items ≥ ${s.minItems}`, s.maxItems && `items ≤ ${s.maxItems}`, s.default !== undefined && `= ${JSON.stringify(s.default)}`,
  ];
  return parts.filter(Boolean).join(', ');
}
/** What of a type has fields of its own: the object itself, the items of a list, the object of `X | null`. */
function inner(schema: Schema, schemas: Schemas): Schema | undefined {
  const s = resolved(schema, schemas);
  if (s.properties) return s;
  if (s.items) return inner(s.items, schemas);
  for (const b of branches(s)) { const found = inner(b, schemas); if (found) return found; }
  return undefined;
}

/** `sent`: what must be there is said of what a program sends; an answer always has its fields. */
export function Fields({ schema, schemas, sent = false, seen = [] }: { schema: Schema; schemas: Schemas; sent?: boolean; seen?: string[] }) {
  const t = useLabels('apiDocs');
  const object = inner(schema, schemas);
  if (!object) return <code>{typeText(schema)}</code>;
  const entries = Object.entries(object.properties ?? {});
  if (entries.length === 0) return <span className="muted">{t('empty_object')}</span>;
  return (
    <ul className="schema">
      {entries.map(([name, s]) => {
        const ref = JSON.stringify(s).match(/"\$ref":"([^"]+)"/)?.[1] ?? '';
        const open = inner(s, schemas) !== undefined && !seen.includes(ref) && seen.length < 4;
        return (
          <li key={name}>
            <code><strong>{name}</strong></code> <code className="muted">{typeText(s)}</code> {limits(s) && <code className="muted">{limits(s)}</code>} {sent && object.required?.includes(name) && s.default === undefined && <span className="small gap">{t('required')}</span>}
            {open && <Fields schema={s} schemas={schemas} sent={sent} seen={[...seen, ref || name]} />}
          </li>
        );
      })}
    </ul>
  );
}
