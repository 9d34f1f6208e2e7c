namespace KPDD;

/// <summary>A failure that the caller can mend: a missing backend or interpreter, or a broken model folder. The message names the remedy.</summary>
public class KpddException : Exception
{
    /// <summary>Creates the exception.</summary>
    public KpddException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, with which item, and the remedy.</param>
    public KpddException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, with which item, and the remedy.</param>
    /// <param name="innerException">The cause.</param>
    public KpddException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
