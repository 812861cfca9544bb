#!/usr/bin/env node
// Runs the command line on the Node that the project brings, whatever the host's own version is.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeFlags } from './node-flags.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const own = join(root, 'node_modules/node/bin/node');
const [major, minor] = process.versions.node.split('.').map(Number);
const node = major > 22 || (major === 22 && minor >= 18) ? process.execPath : own;
if (!existsSync(node)) {
  process.stderr.write('请先在项目目录运行 npm ci 安装依赖。\n');
  process.exit(1);
}
process.exit(spawnSync(node, [...nodeFlags, join(root, 'src/cli/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1);
