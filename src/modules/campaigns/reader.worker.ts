import { parentPort, workerData } from 'node:worker_threads';
import { documentText, readPlan } from '../../engines/plan-reader/index.ts';

/** One document a thread: a hostile file can only kill its own thread. */
const { bytes, name, text } = workerData as { bytes?: Uint8Array; name: string; text?: string };
const read = bytes ? await documentText(bytes, name) : { ok: true as const, text: text! };
parentPort!.postMessage(read.ok ? { ok: true, plan: readPlan(read.text) } : read);
