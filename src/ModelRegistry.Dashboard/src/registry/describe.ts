import type { Gate, HistoryEntry } from '../api/types';
import { asOf, words } from '../parts/format';

export interface Description {
  what: string;
  why: string;
  gates: Gate[];
}

type Told = { what: string; why?: string | undefined };
type Fields = Record<string, unknown>;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const version = (value: unknown): string => (typeof value === 'number' ? `version ${value}` : 'no version');
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const since = (event: Fields): string => (text(event['asOf']) ? `, as of ${asOf(event['asOf'] as string)}` : '');

const SENTENCES: Record<string, (event: Fields) => Told> = {
  'model-created': (e) => ({ what: `Created the model ${e['name']}, ${words(String(e['lifecycle']))} lifecycle`, why: text(e['description']) }),
  'version-registered': (e) => {
    const registered = e['version'] as Fields;
    return {
      what: `Registered version ${e['number']} (${e['semanticVersion']}) as ${e['stage']}: ${e['bumpReason']}`,
      why: text(registered['description']),
    };
  },
  'stage-moved': (e) => ({ what: `Version ${e['number']}: ${e['from']} → ${e['to']} (${e['cause']})`, why: text(e['reason']) }),
  'promotion-decided': (e) => ({ what: `The gates let version ${e['number']} into ${e['to']}${typeof e['previous'] === 'number' ? `, after version ${e['previous']}` : ''}`, why: text(e['reason']) }),
  'model-rolled-back': (e) => ({ what: `Rolled back from ${version(e['from'])} to version ${e['to']}${since(e)}`, why: text(e['reason']) }),
  'version-approved': (e) => ({ what: `${e['principal']} (${words(String(e['role']))}) approved version ${e['number']}`, why: text(e['comment']) }),
  'alias-set': (e) => ({ what: `Alias @${e['alias']} → version ${e['number']}${typeof e['previous'] === 'number' ? ` (was ${e['previous']})` : ''}` }),
  'alias-removed': (e) => ({ what: `Removed alias @${e['alias']} (was version ${e['previous']})` }),
  'shadows-set': (e) => ({ what: list(e['numbers']).length === 0 ? 'No shadow versions' : `Shadow versions: ${list(e['numbers']).join(', ')}`, why: text(e['reason']) }),
  'promotions-frozen': (e) => ({ what: `Promotions frozen${since(e)}: ${list(e['features']).join(', ')}`, why: text(e['reason']) }),
  'promotions-thawed': (e) => ({ what: `Promotions open again${since(e)}`, why: text(e['reason']) }),
};

/** An event in words. One that this page does not know yet is named as it is. */
export function describe({ type, event }: HistoryEntry): Description {
  const told = SENTENCES[type]?.(event) ?? { what: type, why: text(event['reason']) };
  return { what: told.what, why: told.why ?? '', gates: (event['gates'] as Gate[] | undefined) ?? [] };
}
