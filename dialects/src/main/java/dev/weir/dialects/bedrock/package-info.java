/** Amazon Bedrock Converse and ConverseStream, and the signatures that AWS demands. */
@NullMarked
package dev.weir.dialects.bedrock;

import org.jspecify.annotations.NullMarked;
