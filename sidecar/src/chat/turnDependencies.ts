import type { ChatEvent } from '@condenser/protocol';
import type { Wording } from '../i18n/wording.ts';
import type { Logger } from '../logging/logger.ts';
import type { ModelCatalogue } from '../models/modelCatalogue.ts';
import type { ConversationStore } from '../store/conversationStore.ts';
import type { HistoryAwareChain } from './chain/historyAwareChain.ts';
import type { EventHub } from './eventHub.ts';
import type { Inspections } from './inspections.ts';

/** What a turn needs while it runs. */
export interface TurnDependencies {
  /** Loaded on first use: it is most of the program. */
  readonly chain: () => Promise<HistoryAwareChain>;
  readonly catalogue: Pick<ModelCatalogue, 'choose' | 'used'>;
  readonly store: ConversationStore;
  readonly events: EventHub<ChatEvent>;
  readonly inspections: Inspections;
  readonly wording: () => Wording;
  readonly logger: Logger;
}
