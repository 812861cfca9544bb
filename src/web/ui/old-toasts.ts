/** How long a message may have stood before the page changes under it. */
const oldMs = 1200;
const since = new WeakMap<Element, number>();

/** Notes when each message appeared. */
export function watchToasts(): void {
  new MutationObserver((changes) => {
    for (const c of changes) for (const node of c.addedNodes) if (node instanceof Element) for (const one of [node, ...node.querySelectorAll('.ant-message-notice')]) if (one.matches('.ant-message-notice') && !since.has(one)) since.set(one, Date.now());
  }).observe(document.body, { childList: true, subtree: true });
}
/** A message of the page one leaves would lie over the title of the next; one that has just come, such as 已建立 before a step on, stays to be read. */
export const toastsAreOld = (): boolean => {
  const ages = [...document.querySelectorAll('.ant-message-notice')].map((one) => Date.now() - (since.get(one) ?? 0));
  return ages.length > 0 && Math.min(...ages) > oldMs;
};
