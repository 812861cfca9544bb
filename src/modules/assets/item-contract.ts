/** What the addresses of the ledgers name; apart from the ledgers themselves, for the pages that only link here. */
export const itemStates = ['planned', 'in_use', 'idle', 'retired'] as const;
export const dueWithin = ['over', '7', '30', '90'] as const;
