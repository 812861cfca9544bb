/** A name without what writers vary: width of characters, blanks, kinds of brackets, quotation marks. */
export const nameKey = (name: string): string => name.normalize('NFKC').replace(/[\s\u200b\ufeff"'“”‘’《》]/g, '').replace(/[〔【[]/g, '(').replace(/[〕】\]]/g, ')').slice(0, 120);
/** The same without what stands in brackets. */
export const bareKey = (name: string): string => nameKey(name).replace(/\([^()]*\)/g, '');
