/**
 * Enter sends the form one types in. Browsers do so by themselves only where the form holds its button;
 * the buttons of a dialog stand in its foot, outside. Lists keep Enter for choosing, and half-written pinyin is never sent.
 */
export function enterSubmits(): void {
  document.addEventListener('keydown', (e) => {
    const field = e.target;
    if (e.key !== 'Enter' || e.isComposing || e.defaultPrevented || e.ctrlKey || e.altKey || e.metaKey || e.shiftKey) return;
    if (!(field instanceof HTMLInputElement) || !field.form || field.getAttribute('role') === 'combobox' || ['file', 'button', 'checkbox', 'radio'].includes(field.type)) return;
    if (field.form.querySelector('[type=submit]')) return;
    e.preventDefault();
    field.form.requestSubmit();
  });
}
