import { parentPort, workerData } from 'node:worker_threads';
import { probePorts } from './scan-ports.ts';

const { ip, ports, timeoutMs, tries } = workerData as { ip: string; ports: number[]; timeoutMs?: number; tries?: number };
parentPort!.postMessage(await probePorts(ip, ports, { signal: new AbortController().signal, ...(timeoutMs && { timeoutMs }), ...(tries && { tries }) }));
