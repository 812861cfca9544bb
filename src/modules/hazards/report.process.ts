import type { ColumnChoices } from '../../engines/scan-reports/index.ts';
import { answerPieces } from '../../kernel/apart.ts';
import { readScan } from './read-scan.ts';

answerPieces(({ path, columns }: { path: string; columns: ColumnChoices }, hand: Parameters<typeof readScan>[2]) => readScan(path, columns, hand));
