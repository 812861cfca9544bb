export { openArchive, type ArchiveProblem } from './open-archive.ts';
