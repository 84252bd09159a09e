package io.ostiary.resp;

/** Splits the line of an inline request into the request's arguments. */
final class InlineWords {

  private InlineWords() {}

  /**
   * Rewrites {@code line} so that its words are plain bytes, and adds where each of them is to
   * {@code words}.
   *
   * @throws ProtocolException when a quote is not closed, or a word goes on after its closing quote
   */
  static void split(byte[] line, ArgumentBounds words) throws ProtocolException {
    try {
      Words.split(line, words::add);
    } catch (Words.QuoteException e) {
      throw new ProtocolException("unbalanced quotes in request");
    }
  }
}
