/** Words of the trade that addresses of pages may carry: small, for the first visit loads them. */
export const authorisationStates = ['draft', 'to_confirm', 'to_approve', 'valid', 'revoked', 'withdrawn'] as const;
export const authorisationActions = ['submit', 'confirm', 'object', 'approve', 'refuse', 'withdraw', 'revoke'] as const;
export const runStates = ['waiting', 'running', 'stopping', 'done', 'stopped', 'failed'] as const;
export const profileIds = ['daily', 'weekly', 'before_online', 'before_protection', 'retest'] as const;
export const verdicts = ['pass', 'fail', 'warn', 'info', 'not_applicable', 'not_tested', 'error'] as const;
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export const areas = ['ports', 'services', 'tls', 'web', 'content', 'tamper', 'compliance'] as const;
export const grades = ['A', 'B', 'C', 'D', 'E'] as const;
export const retestStates = ['waiting', 'passed_once', 'fixed', 'still', 'unknown', 'stopped'] as const;
export const patrolStates = ['unknown', 'up', 'down'] as const;
export const tamperStates = ['alarm', 'approved', 'tampered'] as const;
export const listKinds = ['bad_word', 'allowed_word', 'bad_domain', 'trusted_domain', 'public_contact'] as const;
