import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { zh } from './labels.zh.ts';

export type Language = 'zh-CN' | 'en';
export type Namespace = keyof typeof zh;
export type Label<N extends Namespace> = keyof (typeof zh)[N] & string;
export type Translate<N extends Namespace> = (key: Label<N>, values?: Record<string, string | number>) => string;
/** i18next's own type depends on declarations we do not make: our keys are checked by `Label`. */
type Plain = (key: string, values?: object) => string;
const plain = ((key, values) => (i18next.t as unknown as Plain)(key, values)) satisfies Plain;
const remembered = 'shoutu.language';

function stored(): Language {
  try { return localStorage.getItem(remembered) === 'en' ? 'en' : 'zh-CN'; } catch { return 'zh-CN'; }
}

export async function startLabels(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN', fallbackLng: 'zh-CN', resources: { 'zh-CN': zh }, defaultNS: 'shell', keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false },
  });
  // English plurals: `{{n}} unit{{n, s}}`
  i18next.services.formatter?.add('s', (n) => (Number(n) === 1 ? '' : 's'));
  await changeLanguage(stored());
}

/** English is fetched when it is first asked for. */
export async function changeLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'shell')) {
    const { en } = await import('./labels.en.ts');
    for (const [namespace, labels] of Object.entries(en)) i18next.addResourceBundle('en', namespace, labels);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try { localStorage.setItem(remembered, language); } catch { /* private window: not remembered */ }
}

export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'zh-CN';
}

/** The words of one module, the same function until the language changes; a key that is not in `labels.zh.ts` does not compile. */
export function useLabels<N extends Namespace>(namespace: N): Translate<N> {
  const { t } = useTranslation(namespace);
  return useCallback((key, values) => (t as unknown as Plain)(key, values), [t]);
}

/** Names one after another, with the comma of the language. */
export const listText = (words: readonly (string | undefined)[]): string => words.join(i18next.language === 'en' ? ', ' : '、');

/** Outside of a component. */
export const label = <N extends Namespace>(namespace: N, key: Label<N>): string => plain(key, { ns: namespace });
/** A word for something the server named, or that name itself when it is new to us. */
export const wordFor = (namespace: Namespace, key: string, otherwise: string): string => i18next.exists(key, { ns: namespace }) ? plain(key, { ns: namespace }) : otherwise;
