import { label } from '../i18n.ts';

/** Forms in which somebody typed since the last thing was saved. */
const typed = (within: ParentNode = document): HTMLFormElement | null => within.querySelector('form[data-typed]');
export const hasTyped = (): boolean => typed() !== null;
export const mayLeave = (): boolean => !hasTyped() || confirm(label('shell', 'leave_typed'));
export function forgetTyped(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-typed]')) delete form.dataset.typed;
}

/** Words are never lost by a slip: Esc over a half-filled dialog asks first. An open list takes Esc for itself. */
export function watchTyping(): void {
  document.addEventListener('input', (e) => {
    const form = e.target instanceof HTMLElement && e.isTrusted ? e.target.closest('form') : null;
    if (form) form.dataset.typed = '';
  });
  addEventListener('keydown', (e) => {
    if (e.key !== 'Escape' || !(e.target instanceof HTMLElement)) return;
    const dialog = e.target.closest<HTMLElement>('.ant-modal');
    if (dialog && typed(dialog) && !dialog.querySelector('.ant-select-open') && !mayLeave()) e.stopImmediatePropagation();
  }, { capture: true });
}
