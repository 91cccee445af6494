package dev.weir.standalone.alert;

/** No alert has the id, or several begin like it; the message is for the operator. */
public final class UnknownAlertException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownAlertException(String uid, int found) {
    super(
        found == 0
            ? "there is no alert '" + uid + "'; 'weir alert list --all' names them"
            : found + " alerts begin with '" + uid + "'; give the whole id");
  }
}
