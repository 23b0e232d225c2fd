import { type Argument, Command, Help, type Option } from 'commander';
import { CondenserError } from '../errors.ts';
import type { HelpTexts } from '../i18n/wording.ts';
import { displayWidth, wrapText } from './displayWidth.ts';
import { nearest } from './nearest.ts';

/**
 * A command in one language: its help is printed from {@link HelpTexts}, and each mistake becomes a
 * {@link `usage`}. The methods that throw override those that commander calls for each mistake.
 */
export class CommandParser extends Command {
  private readonly texts: HelpTexts;

  constructor(name: string | undefined, texts: HelpTexts) {
    super(name);
    this.texts = texts;
    this.exitOverride();
    // With a default command, a mistyped command would be taken for an argument of it.
    this.hook('preSubcommand', () => this.rejectUnknownCommand());
  }

  override createCommand(name?: string): CommandParser {
    return new CommandParser(name, this.texts);
  }

  override createHelp(): Help {
    return Object.assign(new LocalizedHelp(this.texts), this.configureHelp());
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
      nearest: meant && `"${this.path(meant)}"`,
    });
  }

  unknownOption(given: string): never {
    const flag = given.replace(/=.*$/s, '');
    const flags = this.knownFlags();
    if (flags.includes(flag))
      throw new CondenserError('usage', { problem: 'needlessValue', option: flag });
    const meant = flag.startsWith('--') ? nearest(flag, flags) : undefined;
    throw new CondenserError('usage', { problem: 'unknownOption', given: flag, nearest: meant });
  }

  missingArgument(name: string): never {
    const shown = this.texts.placeholders[name] ?? name;
    throw new CondenserError('usage', {
      problem: 'missingArgument',
      command: this.path(),
      name: shown,
    });
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

  private rejectUnknownCommand(): void {
    const [given] = this.args;
    if (given === undefined || given.startsWith('-')) return;
    if (!this.commands.some((command) => command.name() === given)) this.unknownCommand();
  }

  /** The command as the user types it, such as "condenser models list". */
  private path(...names: string[]): string {
    const path = [this.name(), ...names];
    for (let { parent } = this as Command; parent !== null; parent = parent.parent) {
      path.unshift(parent.name());
    }
    return path.join(' ');
  }

  /** The flags of this command and of its parents, without hidden ones. */
  private knownFlags(): string[] {
    const help = this.createHelp();
    const options = [...help.visibleOptions(this), ...help.visibleGlobalOptions(this)];
    for (let { parent } = this as Command; parent !== null; parent = parent.parent) {
      options.push(...help.visibleOptions(parent));
    }
    return options.flatMap(({ long }) => long ?? []);
  }
}

/** The flag of an option in its long form. */
export function flagOf(option: Option): string {
  return option.long ?? option.flags;
}

/** Commander's built-in texts in one language, and columns that align whatever the script. */
class LocalizedHelp extends Help {
  private readonly texts: HelpTexts;
  private readonly titles: ReadonlyMap<string, string>;

  constructor(texts: HelpTexts) {
    super();
    this.texts = texts;
    const { usage, arguments: args, options, globalOptions, commands } = texts.titles;
    this.titles = new Map([
      ['Usage:', usage],
      ['Arguments:', args],
      ['Options:', options],
      ['Global Options:', globalOptions],
      ['Commands:', commands],
    ]);
  }

  override formatHelp(command: Command, helper: Help): string {
    // Commander puts a space after "Usage:", which a full-width colon does not need.
    return super.formatHelp(command, helper).replace('： ', '：');
  }

  override styleTitle(title: string): string {
    return this.titles.get(title) ?? title;
  }

  override commandUsage(command: Command): string {
    return this.translate(super.commandUsage(command));
  }

  override subcommandTerm(command: Command): string {
    return this.translate(super.subcommandTerm(command));
  }

  override optionTerm(option: Option): string {
    return this.translate(super.optionTerm(option));
  }

  override argumentTerm(argument: Argument): string {
    const name = super.argumentTerm(argument);
    return this.texts.placeholders[name] ?? name;
  }

  override optionDescription(option: Option): string {
    const { argChoices, defaultValue, description } = option;
    const notes = [];
    if (argChoices) notes.push(this.texts.choices(argChoices));
    // A flag without a value is off by default, which needs no mention.
    if (defaultValue !== undefined && !option.isBoolean()) {
      notes.push(this.texts.preset(String(defaultValue)));
    }
    return notes.length === 0 ? description : `${description}${this.texts.notes(notes)}`;
  }

  override displayWidth(text: string): number {
    return displayWidth(text);
  }

  override boxWrap(text: string, width: number): string {
    return width < this.minWidthToWrap ? text : wrapText(text, width);
  }

  private translate(term: string): string {
    return term.replace(/([<[])([\w=]+)(\.{3})?([>\]])/g, (whole, open, name, dots = '', close) => {
      const translated = this.texts.placeholders[name];
      return translated === undefined ? whole : `${open}${translated}${dots}${close}`;
    });
  }
}
