/** The commands of a README: the lines of its code blocks, without transcripts of conversations. */
export function commandsOf(readme: string): string[] {
  return [...readme.matchAll(/```\n([\s\S]*?)```/g)]
    .map(([, block = '']) => block)
    .filter((block) => !block.startsWith('$'))
    .flatMap((block) => block.trim().split('\n'));
}
