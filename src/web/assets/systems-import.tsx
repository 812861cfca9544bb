import { App } from 'antd';
import { assets } from '../../modules/assets/contract.ts';
import { addressOf, upload } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { SheetImport } from './sheet-import.tsx';

export function SystemsImport() {
  const t = useLabels('assets');
  const { message } = App.useApp();
  const apply = useSubmit(assets.import_apply, { onDone: (r) => { message.success(t('applied', r)); } });
  return <SheetImport hint={t('import_hint')} template={addressOf(assets.export_systems, { query: { template: 'true' } })} whole={addressOf(assets.export_systems, {})} check={(file) => upload(assets.import_check, { body: { file } })} applying={apply.isPending} apply={(token, done) => apply.mutate({ params: { token } }, { onSuccess: done })} />;
}
