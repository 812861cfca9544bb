/** What the addresses of the pages name; apart from the rest, for the pages that only link here. */
/** 已落实, 部分落实, 未落实, 不适用. */
export const measureStates = ['yes', 'partly', 'no', 'na'] as const;
/** What is not as it should be, each computed from the rows: what, and in which list it is mended. */
export const faultKinds = ['measure_missing', 'measure_unchecked', 'no_backup', 'backup_late', 'backup_failed', 'drill_late', 'no_accounts', 'review_late', 'account_outside', 'account_shared', 'account_expired', 'account_endless', 'holder_left', 'password_old', 'no_logs', 'logs_short', 'policy_review_late'] as const;
