"""A long connection that fails in every way its SDK and its network know; each must heal without anybody's help."""
