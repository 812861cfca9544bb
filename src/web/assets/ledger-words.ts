import { ledgerOf, optionsOf, type Ledger, type LedgerField, type LedgerKey } from '../../modules/assets/ledger-contract.ts';
import { useLabels, useLanguage, wordFor } from '../i18n.ts';

/** The table of ledgers speaks both languages itself; this says the right one. */
export function useLedgerWords() {
  const en = useLanguage() === 'en';
  const t = useLabels('assets');
  const word = (w: { zh: string; en: string }): string => (en ? w.en : w.zh);
  return {
    word,
    ledgerName: (key: LedgerKey): string => word(ledgerOf(key)),
    value: (f: LedgerField, value: string | undefined): string => { const o = optionsOf(f).find((one) => one.key === value); return o ? word(o) : value ?? ''; },
    /** A field by its key, its own or one that every item has. */
    field: (l: Ledger, key: string): string => { const f = l.fields.find((one) => one.key === key); return f ? word(f) : key === 'name' ? word(l.name) : key === 'records' ? t('records') : wordFor('assets', key.replace(/_id$/, ''), key); },
  };
}
