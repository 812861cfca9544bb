import { useSyncExternalStore } from 'react';

function useMedia(media: string): boolean {
  return useSyncExternalStore((changed) => {
    const list = matchMedia(media);
    list.addEventListener('change', changed);
    return () => list.removeEventListener('change', changed);
  }, () => matchMedia(media).matches);
}
/** Tables become cards below this width. */
export const usePhone = (): boolean => useMedia('(max-width: 767.98px)');
/** The menu becomes a drawer below this width. */
export const useNarrow = (): boolean => useMedia('(max-width: 991.98px)');
