import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.io.File;
import javax.imageio.ImageIO;

/** Saves a screenshot of the whole display, including Swing and browser windows. */
final class Screenshot {
    public static void main(String[] arguments) throws Exception {
        Rectangle all = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        ImageIO.write(new Robot().createScreenCapture(all), "png", new File(arguments[0]));
    }
}
