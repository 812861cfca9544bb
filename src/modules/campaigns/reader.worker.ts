import { parentPort, workerData } from 'node:worker_threads';
import { documentText, readPaper, readPlan } from '../../engines/plan-reader/index.ts';

/** One document a thread: a hostile file can only kill its own thread. */
const { bytes, name, text, as } = workerData as { bytes?: Uint8Array; name: string; text?: string; as: 'plan' | 'paper' };
const read = bytes ? await documentText(bytes, name) : { ok: true as const, text: text! };
parentPort!.postMessage(read.ok ? { ok: true, read: as === 'plan' ? readPlan(read.text) : readPaper(read.text) } : read);
