import {
  type ContextItem,
  IdeCopyRequest,
  IdeDiffRequest,
  IdeFocusEditorRequest,
  IdeInsertRequest,
  IdeNewFileRequest,
  IdeOpenExternalRequest,
  IdeOpenLogRequest,
  IdeReplaceSelectionRequest,
  IdeSelectionRequest,
} from '@condenser/protocol/light';
import type { CodeBlock } from '../markdown/codeBlock.ts';
import type { RpcClient } from '../rpc/client.ts';

/**
 * Actions that only a click of the user may cause. Each takes the event, and ignores one that a
 * script dispatched.
 */
export class HostActions {
  private readonly client: RpcClient;
  private readonly can: () => ReadonlySet<string>;

  constructor(client: RpcClient, can: () => ReadonlySet<string>) {
    this.client = client;
    this.can = can;
  }

  async copy(event: Event, text: string): Promise<boolean> {
    if (!event.isTrusted) return false;
    if (this.can().has(IdeCopyRequest.method)) await this.client.request(IdeCopyRequest, { text });
    else await navigator.clipboard.writeText(text);
    return true;
  }

  /** Returns to the editor, where the host has one. */
  async focusEditor(event: Event): Promise<void> {
    if (!event.isTrusted || !this.can().has(IdeFocusEditorRequest.method)) return;
    await this.client.request(IdeFocusEditorRequest, {});
  }

  /** @returns false when no editor is open. */
  async insert(event: Event, block: CodeBlock): Promise<boolean> {
    if (!event.isTrusted || block.source === '') return true;
    const { applied } = await this.client.request(IdeInsertRequest, { text: block.source });
    return applied;
  }

  async newFile(event: Event, block: CodeBlock): Promise<void> {
    if (!event.isTrusted) return;
    await this.client.request(IdeNewFileRequest, {
      text: block.source,
      suggestedName: block.suggestedName,
      languageId: block.language || undefined,
    });
  }

  /**
   * Replaces the selection that the question was about, else the current one; the host compares the
   * text first.
   *
   * @returns false when there is no selection.
   */
  async change(
    event: Event,
    block: CodeBlock,
    how: 'replace' | 'diff',
    context: readonly ContextItem[],
  ): Promise<boolean> {
    if (!event.isTrusted) return true;
    const selection = context.find(({ kind, uri, range }) => kind === 'selection' && uri && range);
    const item = selection ?? (await this.client.request(IdeSelectionRequest, {}));
    if (!item?.uri || !item.range) return false;
    const { uri, range, text: expectedText } = item;
    // A selection without its last line end is replaced by code without one.
    const text = expectedText.endsWith('\n') ? block.source : block.source.replace(/\n$/, '');
    const params = { uri, range, expectedText, text };
    if (how === 'replace') await this.client.request(IdeReplaceSelectionRequest, params);
    else await this.client.request(IdeDiffRequest, params);
    return true;
  }

  async openExternal(event: Event, url: string): Promise<void> {
    if (!event.isTrusted) return;
    if (this.can().has(IdeOpenExternalRequest.method)) {
      await this.client.request(IdeOpenExternalRequest, { url });
    } else {
      window.open(url, '_blank', 'noopener,noreferrer');
    }
  }

  async openLog(event: Event): Promise<void> {
    if (event.isTrusted) await this.client.request(IdeOpenLogRequest, {});
  }
}
