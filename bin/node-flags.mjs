/** V8 left to itself lets garbage grow to several times what lives: a small young generation, and a limit below which the old one is collected early. What is large is read in processes of its own. */
export const nodeFlags = ['--max-semi-space-size=8', '--max-old-space-size=1200'];
