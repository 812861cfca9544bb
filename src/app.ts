import cookiePlugin from '@fastify/cookie';
import helmet from '@fastify/helmet';
import staticFiles from '@fastify/static';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import * as z from 'zod';
import { auditFields, auditObjects } from './audit-words.ts';
import { allRoutes, contract } from './contract.ts';
import { filesDir, type Config } from './config.ts';
import { auditHandlers } from './kernel/audit/routes.ts';
import { nightlyBackup } from './kernel/backup/backup.job.ts';
import type { Changes } from './kernel/changes.ts';
import type { Db } from './kernel/database.ts';
import { AppError, errorText, languageOf } from './kernel/errors.ts';
import { useConverter } from './kernel/files/convert.ts';
import { fileHandlers } from './kernel/files/routes.ts';
import { FileDesk, type FileStore } from './kernel/files/store.ts';
import { operations } from './kernel/http/operations.ts';
import { openapi } from './kernel/http/openapi.ts';
import { prepareServer, serve, type Door } from './kernel/http/serve.ts';
import { newId } from './kernel/ids.ts';
import { identityHandlers, sessionCookie } from './kernel/identity/routes.ts';
import { actorOfSession, actorOfToken } from './kernel/identity/sessions.ts';
import { sendMail } from './kernel/notices/mail.job.ts';
import { noticeHandlers } from './kernel/notices/routes.ts';
import { operationsHandlers } from './kernel/operations/routes.ts';
import { settingsHandlers } from './kernel/settings/routes.ts';
import { readSettings } from './kernel/settings/settings.ts';
import { viewsHandlers } from './kernel/views/routes.ts';
import { sweep } from './kernel/files/sweep.job.ts';
import type { Actor } from './kernel/identity/actor.ts';
import { writeLimiter } from './kernel/rate-limit.ts';
import type { Job } from './kernel/jobs.ts';
import './kernel/tables.ts';
import './words.en.ts';
import { accountabilityHandlers, accountabilityJobs, guardAccountabilityFiles } from './modules/accountability/index.ts';
import { assetJobs, assetsHandlers, ledgersHandlers, sweepAssetImports } from './modules/assets/index.ts';
import { campaignJobs, campaignsHandlers, guardCampaignFiles } from './modules/campaigns/index.ts';
import { capacityHandlers, guardCapacityFiles } from './modules/capacity/index.ts';
import { checkJobs, checksHandlers, guardCheckFiles, surveyRunner, type SurveySettings } from './modules/checks/index.ts';
import { applicationsHandlers, filingJobs, filingsHandlers, guardFilingFiles } from './modules/filings/index.ts';
import { guardHazardFiles, hazardJobs, hazardsHandlers, importRunner } from './modules/hazards/index.ts';
import { guardMlpsFiles, mlpsHandlers, mlpsJobs } from './modules/mlps/index.ts';
import { bulletinsHandlers, guardLetterFiles, lettersHandlers, noticeJobs, repairsHandlers, superiorsHandlers, warningsHandlers } from './modules/notices/index.ts';
import { mailAddressOf, organisationHandlers, sweepImports } from './modules/organisation/index.ts';
import { guardPaperFiles, paperJobs, papersHandlers } from './modules/papers/index.ts';
import { guardProtectionFiles, protectionHandlers, protectionJobs } from './modules/protection/index.ts';
import { guardResponsibilityFiles, responsibilityHandlers } from './modules/responsibility/index.ts';

export const version = '0.1.0';
export interface Parts { config: Config; db: Db; store: FileStore; changes: Changes; log: Logger }

/** THE wiring: the only file that knows every module. */
export async function buildApp({ config, db, store, changes, log }: Parts): Promise<FastifyInstance> {
  z.config(z.locales.zhCN());
  useConverter(config.converter);
  const secure = config.publicUrl?.startsWith('https:') ?? false;
  const cookie = { name: secure ? '__Host-shoutu' : 'shoutu', secure };
  const app = fastify({ loggerInstance: log, genReqId: newId, trustProxy: config.trustedProxies.length ? config.trustedProxies : false, bodyLimit: 1 << 20, requestTimeout: 120_000, forceCloseConnections: true, logController: new LogController({ disableRequestLogging: config.logLevel !== 'debug' && config.logLevel !== 'trace' }), routerOptions: { maxParamLength: 200 } }) as unknown as FastifyInstance;
  await app.register(helmet, {
    contentSecurityPolicy: { directives: { defaultSrc: ["'self'"], scriptSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:', 'blob:'], connectSrc: ["'self'"], objectSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'self'"], formAction: ["'self'"], upgradeInsecureRequests: secure ? [] : null } },
    strictTransportSecurity: secure, crossOriginOpenerPolicy: secure, originAgentCluster: false,
  });
  await app.register(cookiePlugin);
  await prepareServer(app);

  const countWrite = writeLimiter();
  const door: Door = {
    db, store, publicUrl: config.publicUrl,
    async authenticate(request) {
      const mayWrite = async (actor: Actor | undefined) => {
        if (actor?.id && request.method !== 'GET') countWrite(actor.id, (await readSettings(db)).writes_per_minute);
        return actor;
      };
      const bearer = /^Bearer (st_[\w-]{43})$/.exec(request.headers.authorization ?? '')?.[1];
      if (bearer) return mayWrite(await actorOfToken(db, bearer, request.ip));
      const token = sessionCookie(request, cookie);
      return token ? mayWrite(await actorOfSession(db, token, request.ip, (await readSettings(db)).session_idle_minutes)) : undefined;
    },
  };
  const desk = new FileDesk(store);
  guardCampaignFiles(desk);
  guardResponsibilityFiles(desk);
  guardPaperFiles(desk);
  guardCapacityFiles(desk);
  guardFilingFiles(desk);
  guardCheckFiles(desk);
  guardHazardFiles(desk);
  guardMlpsFiles(desk);
  guardLetterFiles(desk);
  guardProtectionFiles(desk);
  guardAccountabilityFiles(desk);
  serve(app, door, contract.identity, identityHandlers(cookie));
  serve(app, door, contract.settings, settingsHandlers);
  serve(app, door, contract.audit, auditHandlers({ actions: new Map(allRoutes.map((r) => [r.id, r.summary])), exports: allRoutes.filter((r) => r.audit_read === 'each').map((r) => r.id), objects: auditObjects, fields: auditFields }));
  serve(app, door, contract.files, fileHandlers(desk));
  serve(app, door, contract.operations, operationsHandlers);
  serve(app, door, contract.notices, noticeHandlers);
  serve(app, door, contract.organisation, organisationHandlers(store));
  serve(app, door, contract.views, viewsHandlers);
  serve(app, door, contract.assets, assetsHandlers(store));
  serve(app, door, contract.ledgers, ledgersHandlers(store));
  serve(app, door, contract.filings, filingsHandlers(store));
  serve(app, door, contract.applications, applicationsHandlers);
  serve(app, door, contract.campaigns, campaignsHandlers(store, changes));
  const runImports = importRunner(db, store, log);
  // read as soon as it is kept; what a crash left is taken up by the job within a minute
  serve(app, door, contract.hazards, hazardsHandlers(store, () => { if (config.role !== 'web') setTimeout(() => void runImports().catch((err: unknown) => log.error({ err }, 'imports')), 300).unref(); }));
  const runSurveys = surveyRunner(db, store, surveySettings(config), log);
  serve(app, door, contract.checks, checksHandlers(store, () => { if (config.role !== 'web') setTimeout(() => void runSurveys().catch((err: unknown) => log.error({ err }, 'surveys')), 300).unref(); }));
  serve(app, door, contract.mlps, mlpsHandlers(store));
  serve(app, door, contract.letters, lettersHandlers(store));
  serve(app, door, contract.protection, protectionHandlers);
  serve(app, door, contract.superiors, superiorsHandlers(store));
  serve(app, door, contract.repairs, repairsHandlers(store));
  serve(app, door, contract.warnings, warningsHandlers(store));
  serve(app, door, contract.bulletins, bulletinsHandlers(store));
  serve(app, door, contract.responsibility, responsibilityHandlers);
  serve(app, door, contract.papers, papersHandlers(store));
  serve(app, door, contract.capacity, capacityHandlers);
  serve(app, door, contract.accountability, accountabilityHandlers(store));
  await operations(app, db, openapi(allRoutes, version));
  await servePages(app);
  return app;
}

/** Checks never reach the server itself, nor what it runs on this machine. */
const surveySettings = (config: Config): SurveySettings => ({ dataDir: config.dataDir, clamd: config.clamd, own: ['127.0.0.1', '::1', config.host].map((ip) => ({ ip, port: config.port })) });

/** Every job there is, for the process that runs them. */
export const allJobs = ({ db, config, store, log }: Parts): Job[] => [
  sweep(db, store, [sweepImports, sweepAssetImports]) as Job,
  sendMail(db, mailAddressOf, config.publicUrl ?? `http://${config.host}:${config.port}`, log) as Job,
  nightlyBackup(db, { dataDir: config.dataDir, filesDir: filesDir(config), backupDir: config.backupDir, own: config.databaseUrl !== undefined }, log) as Job,
  ...assetJobs(db),
  ...filingJobs(db),
  ...campaignJobs(db),
  ...checkJobs(db, store, surveySettings(config), log),
  ...hazardJobs(db, store, log),
  ...mlpsJobs(db),
  ...noticeJobs(db),
  ...paperJobs(db),
  ...protectionJobs(db),
  ...accountabilityJobs(db),
];

/** The built pages; any address that is not a file or the API is a page of the app. */
async function servePages(app: FastifyInstance): Promise<void> {
  const root = join(import.meta.dirname, '../dist/web');
  // files are looked up when they are asked for, so that a build beside the running server is seen
  const built = existsSync(join(root, 'index.html'));
  if (built) await app.register(staticFiles, { root, wildcard: true, immutable: true, maxAge: '365d', index: false, preCompressed: true, allowedPath: (path) => !path.endsWith('/') });
  app.setNotFoundHandler((request, reply) => {
    if (!built || !['GET', 'HEAD'].includes(request.method) || request.url.startsWith('/api') || request.url.startsWith('/assets')) {
      const error = new AppError('not_found', 'request.not_found');
      return reply.status(404).send({ code: error.code, message: errorText(error, languageOf(request.headers['accept-language'])), request_id: request.id });
    }
    return reply.header('cache-control', 'no-cache').sendFile('index.html', { immutable: false, maxAge: 0 });
  });
}
