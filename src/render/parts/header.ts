/** First line of every file of ours that takes `#` comments. */
export const HEADER = '# Written by Slipway. Changes made here are overwritten; change the cluster file instead.\n';
