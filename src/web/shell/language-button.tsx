import { Button } from 'antd';
import { changeLanguage, useLanguage } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';

export function LanguageButton() {
  const language = useLanguage();
  return <Button type="text" icon={<Icon name="globe" />} lang={language === 'en' ? 'zh-CN' : 'en'} onClick={() => void changeLanguage(language === 'en' ? 'zh-CN' : 'en')}>{language === 'en' ? '中文' : 'English'}</Button>;
}
