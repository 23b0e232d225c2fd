import { CommandHome } from './commandHome.ts';
import { startFake } from './starting.ts';

/** A conversation in the output of `list --json`. */
export interface Listed {
  readonly conversationId: string;
  readonly title: string;
  readonly turnCount: number;
  readonly model?: string;
}

/** A home with one conversation per question. */
export async function homeWith(...questions: readonly string[]): Promise<CommandHome> {
  const home = new CommandHome();
  const fake = await startFake();
  for (const question of questions) {
    const { code, stderr } = await home.run(['ask', question], { fake });
    if (code !== 0) throw new Error(stderr);
  }
  return home;
}

/** The output of `list --json`. */
export async function listed(home: CommandHome, ...more: readonly string[]): Promise<Listed[]> {
  const { stdout } = await home.run(['conversations', 'list', '--json', ...more]);
  return (JSON.parse(stdout) as { conversations: Listed[] }).conversations;
}

/** The id of the newest conversation; throws if there is none. */
export async function onlyId(home: CommandHome): Promise<string> {
  const [only] = await listed(home);
  if (!only) throw new Error('there is no conversation');
  return only.conversationId;
}
