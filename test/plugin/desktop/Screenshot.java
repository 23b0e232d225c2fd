import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.io.File;
import javax.imageio.ImageIO;

/** Keeps what the whole display shows: the windows of Swing and those of the browser in them. */
final class Screenshot {
    public static void main(String[] arguments) throws Exception {
        Rectangle all = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        ImageIO.write(new Robot().createScreenCapture(all), "png", new File(arguments[0]));
    }
}
