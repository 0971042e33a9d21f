// What is asked of the corpus of benches/speed: its words are those of staff training, in no order that means anything.

/** Whole queries, as they are sent by Enter. */
export const QUERIES = [
  'customer complaint about a late refund', 'shared password', 'how do I report a near miss', 'fire exit blocked', 'who approves an invoice',
  'wrong dosage on the ward', 'broken seal on a pallet', 'return policy', 'supplier invoice payment', 'angry caller escalation',
  'backup and recovery', 'handover between shifts',
];

/** What is typed letter by letter. */
export const TYPED = ['return policy', 'sales discount', 'incident report', 'shift handover'];

/** The letter with which a search begins. */
export const FIRST_LETTERS = 3;

/** How many results are loaded before they are shown: a screenful, as both interfaces have it. */
export const SHOWN = 5;
