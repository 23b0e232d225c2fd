import { Command, type Option } from 'commander';
import { CondenserError } from '../errors.ts';
import { nearest } from './nearest.ts';

/**
 * A command whose mistakes become a {@link `usage`}, which has a sentence in each language, in
 * place of commander's own English. These methods are those that commander calls for each mistake.
 */
export class CommandParser extends Command {
  constructor(name?: string) {
    super(name);
    this.exitOverride();
    // With a default command, a mistyped one would be an argument of that.
    this.hook('preSubcommand', () => this.refuseUnknownCommand());
  }

  override createCommand(name?: string): CommandParser {
    return new CommandParser(name);
  }

  unknownCommand(): never {
    const given = this.args[0] ?? '';
    const names = this.createHelp()
      .visibleCommands(this)
      .map((command) => command.name());
    const meant = nearest(given, names);
    throw new CondenserError('usage', {
      problem: 'unknownCommand',
      given,
      ...(meant === undefined ? {} : { nearest: `"${this.path(meant)}"` }),
    });
  }

  unknownOption(given: string): never {
    const flag = given.replace(/=.*$/s, '');
    const flags = this.knownFlags();
    if (flags.includes(flag))
      throw new CondenserError('usage', { problem: 'needlessValue', option: flag });
    const meant = flag.startsWith('--') ? nearest(flag, flags) : undefined;
    throw new CondenserError('usage', {
      problem: 'unknownOption',
      given: flag,
      ...(meant === undefined ? {} : { nearest: meant }),
    });
  }

  missingArgument(name: string): never {
    throw new CondenserError('usage', { problem: 'missingArgument', command: this.path(), name });
  }

  optionMissingArgument(option: Option): never {
    throw new CondenserError('usage', { problem: 'missingValue', option: flagOf(option) });
  }

  _excessArguments(given: readonly string[]): never {
    const first = given[this.registeredArguments.length] ?? '';
    throw new CondenserError('usage', {
      problem: 'excessArgument',
      command: this.path(),
      given: first,
    });
  }

  _conflictingOption(option: Option, other: Option): never {
    throw new CondenserError('usage', {
      problem: 'conflict',
      option: flagOf(option),
      other: flagOf(other),
    });
  }

  private refuseUnknownCommand(): void {
    const [given] = this.args;
    if (given === undefined || given.startsWith('-')) return;
    if (!this.commands.some((command) => command.name() === given)) this.unknownCommand();
  }

  /** As it is typed, such as "condenser models list". */
  private path(...names: string[]): string {
    const path = [this.name(), ...names];
    for (let { parent } = this as Command; parent !== null; parent = parent.parent) {
      path.unshift(parent.name());
    }
    return path.join(' ');
  }

  /** Those of this command and of the ones above it, without hidden ones. */
  private knownFlags(): string[] {
    const help = this.createHelp();
    const options = [...help.visibleOptions(this), ...help.visibleGlobalOptions(this)];
    for (let { parent } = this as Command; parent !== null; parent = parent.parent) {
      options.push(...help.visibleOptions(parent));
    }
    return options.flatMap(({ long }) => long ?? []);
  }
}

function flagOf(option: Option): string {
  return option.long ?? option.flags;
}
